package io.oblako.compute.persistence;

import jakarta.data.Limit;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import java.util.List;
import java.util.Optional;

@Repository
interface KeypairRows {

    @Query("where user = :user and name = :name")
    Optional<KeypairRow> find(String user, String name);

    @Query("where user = :user and name > :after order by name")
    List<KeypairRow> after(String user, String after, Limit limit);

    @Insert
    void insert(KeypairRow row);

    @Query("delete from KeypairRow where user = :user and name = :name")
    int remove(String user, String name);
}
