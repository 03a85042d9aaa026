package io.oblako.image.persistence;

import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.Member;
import io.oblako.image.domain.catalog.Members;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Members in PostgreSQL. */
@ApplicationScoped
class PostgresMembers implements Members {

    private final MemberRows rows;

    PostgresMembers(MemberRows rows) {
        this.rows = rows;
    }

    @Override
    public List<Member> of(ImageId image) {
        return rows.of(image.value(), MAX_PER_IMAGE).stream()
                .map(MemberRow::toDomain)
                .toList();
    }

    @Override
    public Optional<Member> find(ImageId image, ProjectId project) {
        return rows.find(image.value(), project.value()).map(MemberRow::toDomain);
    }

    @Override
    public void add(Member member) {
        if (find(member.image(), member.project()).isPresent()) {
            throw new CloudException(
                    ImageError.MEMBER_EXISTS,
                    "Image %s is already shared with project %s.".formatted(member.image(), member.project()));
        }
        rows.insert(MemberRow.of(member));
    }

    @Override
    public void save(Member member) {
        rows.update(MemberRow.of(member));
    }

    @Override
    public boolean remove(ImageId image, ProjectId project) {
        return rows.remove(image.value(), project.value()) > 0;
    }
}
