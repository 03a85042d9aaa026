package io.oblako.image.persistence;

import jakarta.data.repository.Delete;
import jakarta.data.repository.Find;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import jakarta.data.repository.Update;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of images. They are asked for by id, for any tenant: visibility depends on more than the project. */
@Repository
interface ImageRows {

    @Find
    Optional<ImageRow> find(UUID id);

    @Insert
    void insert(ImageRow row);

    @Update
    void update(ImageRow row);

    @Delete
    void delete(ImageRow row);

    @Query("where uploadUntil < :now order by uploadUntil limit :most")
    List<ImageRow> uploadsDeadAt(Instant now, int most);

    @Query("where dataObject is not null and sha512 is null order by updatedAt limit :most")
    List<ImageRow> unsettled(int most);

    @Query("select uploadObject from ImageRow where uploadObject in :objects")
    List<UUID> uploading(List<UUID> objects);

    @Query("select dataObject from ImageRow where dataObject in :objects")
    List<UUID> stored(List<UUID> objects);
}
