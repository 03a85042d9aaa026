package io.oblako.compute.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** A row of table flavor_access. */
@Entity
@Table(name = "flavor_access")
@IdClass(FlavorAccessRow.Key.class)
@NullUnmarked
class FlavorAccessRow {

    @Id
    @Column(name = "flavor_id")
    String flavor;

    @Id
    @Column(name = "project_id")
    String project;

    record Key(String flavor, String project) {}

    static FlavorAccessRow of(String flavor, String project) {
        FlavorAccessRow row = new FlavorAccessRow();
        row.flavor = flavor;
        row.project = project;
        return row;
    }
}
