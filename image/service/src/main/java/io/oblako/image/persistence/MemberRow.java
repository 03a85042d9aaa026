package io.oblako.image.persistence;

import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Member;
import io.oblako.image.domain.catalog.MemberStatus;
import io.oblako.kernel.id.ProjectId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/** One project that one image is shared with. */
@Entity
@Table(name = "image_member")
@IdClass(MemberRow.Key.class)
@NullUnmarked
class MemberRow {

    /** Image and project make the row. */
    record Key(UUID imageId, String projectId) {}

    @Id
    @Column(name = "image_id")
    UUID imageId;

    @Id
    @Column(name = "project_id")
    String projectId;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    MemberStatus status;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    static MemberRow of(Member member) {
        MemberRow row = new MemberRow();
        row.imageId = member.image().value();
        row.projectId = member.project().value();
        row.status = member.status();
        row.createdAt = member.createdAt();
        row.updatedAt = member.updatedAt();
        return row;
    }

    Member toDomain() {
        return new Member(ImageId.of(imageId), ProjectId.of(projectId), status, createdAt, updatedAt);
    }
}
