package io.oblako.network.persistence;

import io.oblako.kernel.page.Page;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A catalog that is a table. What a kind keeps beside its own table it writes in {@link #written}, and reads for all
 * rows of a list at once in {@link #complete}.
 */
abstract class TableCatalog<T extends Resource<T>> implements Catalog<T> {

    protected final Jdbc jdbc;
    protected final Table<T> table;
    private final Kind kind;

    protected TableCatalog(Jdbc jdbc, Kind kind, Table<T> table) {
        this.jdbc = jdbc;
        this.kind = kind;
        this.table = table;
    }

    /** After the row was inserted or updated: rows of other tables that belong to it. */
    protected void written(T row) {}

    /** After rows were read: what takes a statement of its own. In the same order. */
    protected List<T> complete(List<T> rows) {
        return rows;
    }

    protected final Optional<T> complete(Optional<T> row) {
        return row.map(one -> complete(List.of(one)).getFirst());
    }

    @Override
    public final Kind kind() {
        return kind;
    }

    @Override
    public final Optional<T> find(Viewer viewer, UUID id) {
        return complete(table.find(viewer, id));
    }

    @Override
    public final Optional<T> find(UUID id) {
        return all(List.of(id)).stream().findFirst();
    }

    @Override
    public final List<T> all(Collection<UUID> ids) {
        return complete(table.all(ids));
    }

    @Override
    public final Optional<T> lock(UUID id) {
        return complete(table.lock(id));
    }

    @Override
    public final Page<T> list(Query query) {
        Page<T> page = table.list(query);
        return new Page<>(complete(page.rows()), page.more());
    }

    @Override
    public final void add(T resource) {
        table.insert(resource);
        written(resource);
    }

    @Override
    public final T save(T next) {
        T saved = table.update(next);
        written(saved);
        return saved;
    }

    /** What was said about sharing it goes with it. */
    @Override
    public final void remove(T resource) {
        table.delete(resource);
        if (kind.shareable()) {
            jdbc.update(
                    "delete from rbac_policy where object_type = ? and object_id = ?::uuid",
                    List.of(kind.objectType(), resource.id()));
        }
    }
}
