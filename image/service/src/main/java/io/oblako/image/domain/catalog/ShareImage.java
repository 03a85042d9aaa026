package io.oblako.image.domain.catalog;

import static io.oblako.image.domain.catalog.ImageError.ATTRIBUTE_INVALID;
import static io.oblako.image.domain.catalog.ImageError.IMAGE_NOT_YOURS;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import java.time.Clock;
import java.util.List;

/** Shares a shared image with other projects, one member each; each member decides for itself whether it wants it. */
public final class ShareImage {

    private final Images images;
    private final Members members;
    private final ImageFacts facts;
    private final Clock clock;

    public ShareImage(Images images, Members members, ImageFacts facts, Clock clock) {
        this.images = images;
        this.members = members;
        this.facts = facts;
        this.clock = clock;
    }

    /** All members for the owner; for a member, itself alone. */
    public List<Member> membersOf(ImageId id, Viewer viewer) {
        Image image = viewer.require(id, images, members);
        List<Member> all = members.of(id);
        if (viewer.operator() || viewer.owns(image)) {
            return all;
        }
        List<Member> own = all.stream()
                .filter(member -> member.project().equals(viewer.project()))
                .toList();
        if (own.isEmpty()) {
            throw Viewer.notFound(id.toString());
        }
        return own;
    }

    /** @throws CloudException IMAGE_NOT_FOUND when there is no such member, or it is not the viewer's to see */
    public Member member(ImageId id, ProjectId project, Viewer viewer) {
        return membersOf(id, viewer).stream()
                .filter(member -> member.project().equals(project))
                .findFirst()
                .orElseThrow(() -> Viewer.notFound(id.toString()));
    }

    public Member add(ImageId id, ProjectId project, Viewer viewer) {
        Image image = requireShared(id, viewer);
        if (members.of(id).size() >= Members.MAX_PER_IMAGE) {
            throw new CloudException(
                    ImageError.STORAGE_QUOTA, "An image has at most %d members.".formatted(Members.MAX_PER_IMAGE));
        }
        Member member = new Member(id, project, MemberStatus.PENDING, clock.instant(), clock.instant());
        members.add(member);
        facts.changed(images.save(image.draft().at(image.updatedAt())));
        return member;
    }

    public void remove(ImageId id, ProjectId project, Viewer viewer) {
        Image image = requireShared(id, viewer);
        if (!members.remove(id, project)) {
            throw new CloudException(
                    ImageError.IMAGE_NOT_FOUND,
                    "%s not found in the member list of the image %s.".formatted(project, id));
        }
        facts.changed(images.save(image.draft().at(image.updatedAt())));
    }

    /** Only the member itself, or an operator, says whether it wants the image (security row IMG-15). */
    public Member answer(ImageId id, ProjectId project, MemberStatus wanted, Viewer viewer) {
        Image image = viewer.require(id, images, members);
        Member member = member(id, project, viewer);
        if (!viewer.operator() && !project.equals(viewer.project())) {
            throw new CloudException(IMAGE_NOT_YOURS, "Only the member itself accepts or rejects a shared image.");
        }
        Member answered = member.with(wanted, clock.instant());
        members.save(answered);
        facts.changed(images.save(image.draft().at(image.updatedAt())));
        return answered;
    }

    private Image requireShared(ImageId id, Viewer viewer) {
        Image image = viewer.requireOwn(id, images, members);
        return switch (image.visibility()) {
            case SHARED -> image;
            case PRIVATE, COMMUNITY, PUBLIC ->
                throw new CloudException(IMAGE_NOT_YOURS, "Only shared images have members.");
        };
    }

    /** The project that a caller names as a member. */
    public static ProjectId project(String text) {
        try {
            return ProjectId.of(text);
        } catch (IllegalArgumentException e) {
            throw new CloudException(ATTRIBUTE_INVALID, "A member is the id of a project.", e);
        }
    }
}
