package io.oblako.image.persistence;

import io.oblako.image.domain.catalog.Image;
import io.oblako.image.domain.catalog.ImageError;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageQuery;
import io.oblako.image.domain.catalog.Images;
import io.oblako.image.domain.catalog.Members;
import io.oblako.image.domain.store.ObjectKey;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.page.Page;
import jakarta.data.exceptions.OptimisticLockingFailureException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;

/** Images in PostgreSQL. */
@ApplicationScoped
class PostgresImages implements Images {

    private final ImageRows rows;
    private final Members members;
    private final StatelessSession session;

    PostgresImages(ImageRows rows, Members members, StatelessSession session) {
        this.rows = rows;
        this.members = members;
        this.session = session;
    }

    @Override
    public Optional<Image> find(ImageId id) {
        return rows.find(id.value()).map(ImageRow::toDomain);
    }

    @Override
    public void add(Image image) {
        if (rows.find(image.id().value()).isPresent()) {
            throw new CloudException(ImageError.IMAGE_EXISTS, "Image ID %s already exists!".formatted(image.id()));
        }
        rows.insert(ImageRow.of(image));
    }

    @Override
    public Image save(Image next) {
        ImageRow row = ImageRow.of(next);
        try {
            rows.update(row);
        } catch (OptimisticLockingFailureException e) {
            throw stale(next, e);
        }
        return row.toDomain();
    }

    @Override
    public void remove(Image image) {
        try {
            rows.delete(ImageRow.of(image));
        } catch (OptimisticLockingFailureException e) {
            throw stale(image, e);
        }
    }

    private static CloudException stale(Image image, Exception cause) {
        return new CloudException(
                CommonError.STALE, "Image %s was changed at the same time: try again.".formatted(image.id()), cause);
    }

    @Override
    public Page<Image> list(ImageQuery query) {
        if (query.nothing()) {
            return new Page<>(List.of(), false);
        }
        String marker = query.page().marker();
        Image after = marker == null ? null : marker(query, marker);
        List<ImageRow> found = new ImageListStatement(query, after).run(session);
        return Page.ofOneMore(found, query.page().limit()).map(ImageRow::toDomain);
    }

    /** The marker is an image that the viewer may see: any other one is as good as absent (security row API-02). */
    private Image marker(ImageQuery query, String marker) {
        return ImageId.parse(marker)
                .flatMap(this::find)
                .filter(image -> query.viewer().sees(image, members))
                .orElseThrow(() -> CloudException.badRequest("Image marker could not be found."));
    }

    @Override
    public List<Image> uploadsDeadAt(Instant now, int limit) {
        return rows.uploadsDeadAt(now, limit).stream().map(ImageRow::toDomain).toList();
    }

    @Override
    public List<Image> unsettled(int limit) {
        return rows.unsettled(limit).stream().map(ImageRow::toDomain).toList();
    }

    @Override
    public Set<ObjectKey> known(Collection<ObjectKey> keys) {
        List<UUID> objects = keys.stream().map(ObjectKey::value).toList();
        Set<ObjectKey> known = new HashSet<>();
        Stream.concat(rows.uploading(objects).stream(), rows.stored(objects).stream())
                .map(ObjectKey::of)
                .forEach(known::add);
        return known;
    }
}
