package io.oblako.compute.persistence;

import io.oblako.compute.domain.flavor.Flavor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of table flavor. */
@Entity
@Table(name = "flavor")
@NullUnmarked
class FlavorRow {

    @Id
    String id;

    String name;
    int vcpus;

    @Column(name = "ram_mib")
    int ramMib;

    @Column(name = "disk_gib")
    int diskGib;

    @Column(name = "ephemeral_gib")
    int ephemeralGib;

    @Column(name = "swap_mib")
    int swapMib;

    @Column(name = "rxtx_factor")
    double rxtxFactor;

    @Column(name = "is_public")
    boolean isPublic;

    boolean disabled;

    @Nullable
    String description;

    @Column(name = "extra_specs")
    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> extraSpecs;

    @Column(name = "created_at")
    Instant createdAt;

    static FlavorRow of(Flavor flavor) {
        FlavorRow row = new FlavorRow();
        row.id = flavor.id();
        row.name = flavor.name();
        row.vcpus = flavor.vcpus();
        row.ramMib = flavor.ramMib();
        row.diskGib = flavor.diskGib();
        row.ephemeralGib = flavor.ephemeralGib();
        row.swapMib = flavor.swapMib();
        row.rxtxFactor = flavor.rxtxFactor();
        row.isPublic = flavor.isPublic();
        row.disabled = flavor.disabled();
        row.description = flavor.description();
        row.extraSpecs = flavor.extraSpecs();
        row.createdAt = flavor.createdAt();
        return row;
    }

    Flavor toDomain() {
        return new Flavor(
                id,
                name,
                vcpus,
                ramMib,
                diskGib,
                ephemeralGib,
                swapMib,
                rxtxFactor,
                isPublic,
                disabled,
                description,
                extraSpecs,
                createdAt);
    }
}
