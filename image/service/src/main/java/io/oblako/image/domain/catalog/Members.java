package io.oblako.image.domain.catalog;

import io.oblako.kernel.id.ProjectId;
import java.util.List;
import java.util.Optional;

/** With whom images are shared. */
public interface Members {

    /** Most projects one image is shared with (security row API-17). */
    int MAX_PER_IMAGE = 128;

    /** All members of the image, in order of their project ids; at most {@link #MAX_PER_IMAGE}. */
    List<Member> of(ImageId image);

    Optional<Member> find(ImageId image, ProjectId project);

    /** @throws io.oblako.kernel.error.CloudException MEMBER_EXISTS */
    void add(Member member);

    void save(Member member);

    /** @return false when there was no such member */
    boolean remove(ImageId image, ProjectId project);
}
