package io.oblako.network.ovsdb.replica;

import io.oblako.network.ovsdb.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One table as it was at one moment. Immutable. */
public final class TableSnapshot {

    private final ReplicaSpec.RowKey key;
    private final PersistentMap<UUID, Row> rows;
    private final PersistentMap<String, List<UUID>> byKey;

    private TableSnapshot(
            ReplicaSpec.RowKey key, PersistentMap<UUID, Row> rows, PersistentMap<String, List<UUID>> byKey) {
        this.key = key;
        this.rows = rows;
        this.byKey = byKey;
    }

    static TableSnapshot empty(ReplicaSpec.RowKey key) {
        return new TableSnapshot(key, PersistentMap.empty(), PersistentMap.empty());
    }

    public int size() {
        return rows.size();
    }

    public Optional<Row> row(UUID uuid) {
        return Optional.ofNullable(rows.get(uuid));
    }

    /** All rows with this key; usually one. */
    public List<Row> byKey(String key) {
        List<UUID> ids = byKey.get(key);
        if (ids == null) {
            return List.of();
        }
        return ids.stream().map(rows::get).map(Objects::requireNonNull).toList();
    }

    /** All rows, in no particular order: as many as the database has. */
    public List<Row> rows() {
        var all = new ArrayList<Row>(rows.size());
        rows.forEach((_, row) -> all.add(row));
        return List.copyOf(all);
    }

    @Nullable
    Row find(UUID uuid) {
        return rows.get(uuid);
    }

    /** The table with a row put in the place of what has its identifier. */
    TableSnapshot with(Row row) {
        Row before = rows.get(row.uuid());
        Optional<String> oldKey = before == null ? Optional.empty() : key.apply(before);
        Optional<String> newKey = key.apply(row);
        PersistentMap<String, List<UUID>> index = byKey;
        if (!oldKey.equals(newKey)) {
            index = removed(index, oldKey, row.uuid());
            if (newKey.isPresent()) {
                List<UUID> ids = index.get(newKey.get());
                var more = new ArrayList<>(ids == null ? List.of() : ids);
                more.add(row.uuid());
                index = index.with(newKey.get(), List.copyOf(more));
            }
        }
        return new TableSnapshot(key, rows.with(row.uuid(), row), index);
    }

    TableSnapshot without(Row row) {
        return new TableSnapshot(key, rows.without(row.uuid()), removed(byKey, key.apply(row), row.uuid()));
    }

    private static PersistentMap<String, List<UUID>> removed(
            PersistentMap<String, List<UUID>> index, Optional<String> key, UUID uuid) {
        if (key.isEmpty()) {
            return index;
        }
        List<UUID> ids = index.get(key.get());
        if (ids == null || ids.size() <= 1) {
            return index.without(key.get());
        }
        return index.with(key.get(), ids.stream().filter(id -> !id.equals(uuid)).toList());
    }
}
