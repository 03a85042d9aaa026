package io.oblako.image.persistence;

import jakarta.data.repository.Find;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import jakarta.data.repository.Update;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of members, always of one image. */
@Repository
interface MemberRows {

    @Find
    Optional<MemberRow> find(UUID imageId, String projectId);

    @Query("where imageId = :imageId order by projectId limit :most")
    List<MemberRow> of(UUID imageId, int most);

    @Insert
    void insert(MemberRow row);

    @Update
    void update(MemberRow row);

    /** @return 0 when there was none */
    @Query("delete from MemberRow where imageId = :imageId and projectId = :projectId")
    int remove(UUID imageId, String projectId);
}
