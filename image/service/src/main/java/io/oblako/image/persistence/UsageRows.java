package io.oblako.image.persistence;

import jakarta.data.repository.Find;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.util.Optional;

/** Rows of usage. Each change is one statement that compares and sets, so racing changes never pass a limit. */
@Repository
interface UsageRows {

    @Find
    Optional<UsageRow> find(String projectId);

    @Query(
            "insert into UsageRow (projectId, imageCount, storedBytes) values (:projectId, 0, 0L) on conflict do nothing")
    int open(String projectId);

    /** @return 0 when that would be more than the most */
    @Query("update UsageRow set imageCount = imageCount + 1 where projectId = :projectId and imageCount < :most")
    int countOne(String projectId, int most);

    @Query("update UsageRow set imageCount = imageCount - 1 where projectId = :projectId")
    int uncountOne(String projectId);

    /** @return 0 when that would be more than the most */
    @Query("update UsageRow set storedBytes = storedBytes + :bytes"
            + " where projectId = :projectId and storedBytes + :bytes <= :most")
    int take(String projectId, long bytes, long most);

    @Query("update UsageRow set storedBytes = storedBytes - :bytes where projectId = :projectId")
    int giveBack(String projectId, long bytes);

    /** Removes the row of a project that stores nothing any more, in the transaction that gave the last of it back. */
    @Query("delete from UsageRow where projectId = :projectId and imageCount = 0 and storedBytes = 0L")
    int forgetUnused(String projectId);
}
