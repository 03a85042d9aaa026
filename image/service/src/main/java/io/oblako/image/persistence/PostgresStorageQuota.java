package io.oblako.image.persistence;

import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.quota.QuotaLimits;
import io.oblako.image.domain.quota.StorageQuota;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.unit.ByteSize;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Usage in PostgreSQL: one row per project, moved by statements that compare and set. */
@ApplicationScoped
class PostgresStorageQuota implements StorageQuota {

    private final UsageRows rows;
    private final QuotaLimits limits;

    PostgresStorageQuota(UsageRows rows, QuotaLimits limits) {
        this.rows = rows;
        this.limits = limits;
    }

    @Override
    public void countImage(ProjectId project) {
        if (!withRow(project, () -> rows.countOne(project.value(), limits.maxImages()))) {
            throw new CloudException(
                    ImageError.STORAGE_QUOTA,
                    "Project %s has %d images, as many as it may have. Delete one first."
                            .formatted(project, limits.maxImages()));
        }
    }

    @Override
    public void uncountImage(ProjectId project) {
        rows.uncountOne(project.value());
        rows.forgetUnused(project.value());
    }

    /** Tries once more when another transaction has just removed the row because nothing was used. */
    private boolean withRow(ProjectId project, IntSupplier change) {
        rows.open(project.value());
        return change.getAsInt() > 0 || (rows.open(project.value()) > 0 && change.getAsInt() > 0);
    }

    @Override
    public void charge(ProjectId project, long bytes) {
        if (!tryCharge(project, bytes)) {
            Usage usage = usageOf(project);
            throw new CloudException(
                    ImageError.STORAGE_QUOTA,
                    "Project %s stores %s of at most %s (image_size_total); %s more do not fit. Delete images first."
                            .formatted(
                                    project,
                                    ByteSize.of(usage.bytes()),
                                    ByteSize.of(usage.maxBytes()),
                                    ByteSize.of(bytes)));
        }
    }

    @Override
    public void chargeAnyway(ProjectId project, long bytes) {
        if (!withRow(project, () -> rows.take(project.value(), bytes, Long.MAX_VALUE))) {
            throw new IllegalStateException("the usage of a project could not be charged");
        }
    }

    @Override
    public boolean tryCharge(ProjectId project, long bytes) {
        if (bytes == 0) {
            return true;
        }
        if (bytes < 0) {
            rows.giveBack(project.value(), -bytes);
            rows.forgetUnused(project.value());
            return true;
        }
        return withRow(project, () -> rows.take(project.value(), bytes, limits.maxBytes(project)));
    }

    @Override
    public Usage usageOf(ProjectId project) {
        Optional<UsageRow> row = rows.find(project.value());
        return new Usage(
                row.map(usage -> usage.imageCount).orElse(0),
                limits.maxImages(),
                row.map(usage -> usage.storedBytes).orElse(0L),
                limits.maxBytes(project));
    }
}
