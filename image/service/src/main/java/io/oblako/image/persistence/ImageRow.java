package io.oblako.image.persistence;

import io.oblako.image.domain.catalog.ContainerFormat;
import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageData;
import io.oblako.image.domain.catalog.ImageData.Digests;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageStatus;
import io.oblako.image.domain.catalog.Upload;
import io.oblako.image.domain.catalog.Visibility;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.id.ProjectId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One image. The version is the generation: whoever writes an older one is refused. */
@Entity
@Table(name = "image")
@NullUnmarked
class ImageRow {

    @Id
    UUID id;

    @Column(name = "project_id")
    String projectId;

    @Nullable
    String name;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    ImageStatus status;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Visibility visibility;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Column(name = "disk_format")
    @Nullable
    DiskFormat diskFormat;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Column(name = "container_format")
    @Nullable
    ContainerFormat containerFormat;

    @Column(name = "min_disk_gib")
    int minDiskGib;

    @Column(name = "min_ram_mib")
    int minRamMib;

    @Column(name = "is_protected")
    boolean isProtected;

    boolean hidden;

    String[] tags;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, String> properties;

    @Column(name = "charged_bytes")
    long chargedBytes;

    boolean counted;
    boolean ordered;

    @Column(name = "upload_object")
    @Nullable
    UUID uploadObject;

    @Column(name = "upload_until")
    @Nullable
    Instant uploadUntil;

    @Column(name = "data_object")
    @Nullable
    UUID dataObject;

    @Column(name = "size_bytes")
    @Nullable
    Long sizeBytes;

    @Column(name = "virtual_bytes")
    @Nullable
    Long virtualBytes;

    @Nullable
    String md5;

    @Nullable
    String sha512;

    @Column(name = "stored_during")
    @Nullable
    String storedDuring;

    @Nullable
    String fault;

    @Version
    long generation;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static ImageRow of(Image image) {
        ImageRow row = new ImageRow();
        row.id = image.id().value();
        row.projectId = image.owner().value();
        row.name = image.name();
        row.status = image.status();
        row.visibility = image.visibility();
        row.diskFormat = image.diskFormat();
        row.containerFormat = image.containerFormat();
        row.minDiskGib = image.minDiskGib();
        row.minRamMib = image.minRamMib();
        row.isProtected = image.isProtected();
        row.hidden = image.hidden();
        row.tags = image.tags().toArray(String[]::new);
        row.properties = image.properties();
        row.chargedBytes = image.chargedBytes();
        row.counted = image.counted();
        row.ordered = image.ordered();
        image.uploading().ifPresent(upload -> {
            row.uploadObject = upload.object().value();
            row.uploadUntil = upload.aliveUntil();
        });
        image.stored().ifPresent(row::takeData);
        row.fault = image.fault();
        row.generation = image.generation();
        row.createdAt = image.createdAt();
        row.updatedAt = image.updatedAt();
        return row;
    }

    private void takeData(ImageData data) {
        dataObject = data.object().value();
        sizeBytes = data.bytes();
        virtualBytes = data.virtualBytes();
        storedDuring = data.storedDuring();
        Digests digests = data.digests();
        if (digests != null) {
            md5 = digests.md5();
            sha512 = digests.sha512();
        }
    }

    Image toDomain() {
        return new Image(
                ImageId.of(id),
                ProjectId.of(projectId),
                name,
                status,
                visibility,
                diskFormat,
                containerFormat,
                minDiskGib,
                minRamMib,
                isProtected,
                hidden,
                List.of(tags),
                new TreeMap<>(properties),
                chargedBytes,
                counted,
                ordered,
                uploadObject == null ? null : new Upload(ObjectKey.of(uploadObject), uploadUntil),
                data(),
                fault,
                generation,
                createdAt,
                updatedAt);
    }

    private @Nullable ImageData data() {
        if (dataObject == null) {
            return null;
        }
        Digests digests = sha512 == null ? null : new Digests(md5, sha512);
        return new ImageData(ObjectKey.of(dataObject), sizeBytes, virtualBytes, digests, storedDuring);
    }
}
