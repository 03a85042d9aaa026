package io.oblako.compute.persistence;

import jakarta.data.repository.Find;
import jakarta.data.repository.Insert;
import jakarta.data.repository.Query;
import jakarta.data.repository.Repository;
import jakarta.data.repository.Update;
import java.util.List;
import java.util.Optional;

@Repository
interface FlavorRows {

    @Find
    Optional<FlavorRow> find(String id);

    @Query("where name = :name")
    Optional<FlavorRow> named(String name);

    /** All of them, or those a tenant may see; there are at most Flavors.MAX_FLAVORS. */
    @Query(
            "where (:both = true or isPublic = :isPublic or id in (select a.flavor from FlavorAccessRow a where a.project = :project))"
                    + " and ramMib >= :minRamMib and diskGib >= :minDiskGib and (:withDisabled = true or disabled = false)")
    List<FlavorRow> matching(
            boolean both, boolean isPublic, String project, int minRamMib, int minDiskGib, boolean withDisabled);

    @Query("select count(this) from FlavorRow")
    long countAll();

    @Insert
    void insert(FlavorRow row);

    @Update
    void update(FlavorRow row);

    @Query("delete from FlavorRow where id = :id")
    int remove(String id);

    @Query("select a.project from FlavorAccessRow a where a.flavor = :flavor order by a.project")
    List<String> projects(String flavor);

    @Query("select count(a) from FlavorAccessRow a where a.flavor = :flavor and a.project = :project")
    long countAccess(String flavor, String project);

    @Insert
    void insertAccess(FlavorAccessRow row);

    @Query("delete from FlavorAccessRow where flavor = :flavor and project = :project")
    int removeAccess(String flavor, String project);
}
