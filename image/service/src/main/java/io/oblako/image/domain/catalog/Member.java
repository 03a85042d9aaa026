package io.oblako.image.domain.catalog;

import io.oblako.kernel.id.ProjectId;
import java.time.Instant;

/** A project that an image is shared with. Only that project changes the status. */
public record Member(ImageId image, ProjectId project, MemberStatus status, Instant createdAt, Instant updatedAt) {

    public Member with(MemberStatus wanted, Instant now) {
        return new Member(image, project, wanted, createdAt, now);
    }
}
