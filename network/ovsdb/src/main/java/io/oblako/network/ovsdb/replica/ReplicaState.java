package io.oblako.network.ovsdb.replica;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.schema.ColumnType;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * From one snapshot to the next by what the server says; without side effects, and all or nothing.
 *
 * @see <a href="https://docs.openvswitch.org/en/latest/ref/ovsdb-server.7/">ovsdb-server(7), 4.1.14 to 4.1.16</a>
 */
public final class ReplicaState {

    /** The transaction that nobody has seen: asks for everything. */
    public static final String NO_TRANSACTION = "00000000-0000-0000-0000-000000000000";

    /**
     * What one message of the server leads to.
     *
     * @param changes between the snapshot before and this one, each row once; rows that came out equal are left out
     * @param whole whether the server sent everything there is rather than what had changed
     */
    public record Step(Snapshot snapshot, List<RowChange> changes, boolean whole) {}

    private final ReplicaSpec spec;
    private final DatabaseSchema schema;

    /** The schema must have all that the spec names. */
    public ReplicaState(ReplicaSpec spec, DatabaseSchema schema) {
        this.spec = spec;
        this.schema = schema;
    }

    /** No rows. */
    public static Snapshot empty(ReplicaSpec spec) {
        var tables = new HashMap<String, TableSnapshot>();
        spec.tables().forEach((table, followed) -> tables.put(table, TableSnapshot.empty(followed.key())));
        return new Snapshot(tables, NO_TRANSACTION, 0);
    }

    /**
     * The snapshot after the answer to {@code monitor_cond_since}, {@code [found, last-txn-id, updates]}: the updates
     * go on from ours when the server found our last transaction, and are all there is when not.
     *
     * @throws ProtocolException when this is no such answer or does not fit to what we have
     */
    public Step initial(Snapshot now, JsonNode answer) {
        if (!answer.isArray()
                || answer.size() != 3
                || !answer.path(0).isBoolean()
                || !answer.path(1).isTextual()) {
            throw new ProtocolException("No answer to monitor_cond_since: " + ValueCodec.shorten(answer));
        }
        boolean goesOn = answer.path(0).booleanValue();
        var touched = new HashMap<String, Set<UUID>>();
        Snapshot next = apply(goesOn ? now : empty(spec), now.version() + 1, answer, touched);
        if (!goesOn) {
            now.tables().forEach((name, table) -> table.rows().forEach(row -> touch(touched, name, row.uuid())));
        }
        return new Step(next, changes(now, next, touched), !goesOn);
    }

    /**
     * The snapshot after an {@code update3}, {@code [monitor-id, last-txn-id, updates]}.
     *
     * @throws ProtocolException when this is no such notification or does not fit to what we have
     */
    public Step update(Snapshot now, JsonNode params) {
        if (!params.isArray() || params.size() != 3 || !params.path(1).isTextual()) {
            throw new ProtocolException("No update3: " + ValueCodec.shorten(params));
        }
        var touched = new HashMap<String, Set<UUID>>();
        Snapshot next = apply(now, now.version() + 1, params, touched);
        return new Step(next, changes(now, next, touched), false);
    }

    private static void touch(Map<String, Set<UUID>> touched, String table, UUID row) {
        touched.computeIfAbsent(table, _ -> new LinkedHashSet<>()).add(row);
    }

    private static List<RowChange> changes(Snapshot from, Snapshot to, Map<String, Set<UUID>> touched) {
        var changes = new ArrayList<RowChange>();
        touched.forEach((table, rows) -> rows.forEach(uuid -> {
            RowChange change = RowChange.between(
                    table, from.table(table).find(uuid), to.table(table).find(uuid));
            if (change != null) {
                changes.add(change);
            }
        }));
        return changes;
    }

    /** @param message whose second and third elements are the transaction and the updates */
    private Snapshot apply(Snapshot base, long version, JsonNode message, Map<String, Set<UUID>> touched) {
        JsonNode updates = message.path(2);
        if (!updates.isObject()) {
            throw new ProtocolException("No updates: " + ValueCodec.shorten(updates));
        }
        var tables = new HashMap<>(base.tables());
        updates.properties().forEach(update -> {
            TableSnapshot table = tables.get(update.getKey());
            if (table == null || !update.getValue().isObject()) {
                throw new ProtocolException("An update of a table that is not followed: " + update.getKey());
            }
            var changing = new TableEditor(update.getKey(), table);
            update.getValue().properties().forEach(row -> {
                UUID uuid = ValueCodec.decodeUuid(row.getKey());
                changing.apply(uuid, row.getValue());
                touch(touched, update.getKey(), uuid);
            });
            tables.put(update.getKey(), changing.table);
        });
        return new Snapshot(
                tables, ValueCodec.decodeUuid(message.path(1).textValue()).toString(), version);
    }

    private final class TableEditor {

        private final String name;
        private final Map<String, ColumnType> types;
        private TableSnapshot table;

        TableEditor(String name, TableSnapshot table) {
            this.name = name;
            this.table = table;
            var followed = new LinkedHashMap<String, ColumnType>();
            var all = schema.columns(name);
            Objects.requireNonNull(spec.tables().get(name)).columns().forEach(column -> {
                ColumnType type = all.get(column);
                if (type == null) {
                    throw new ProtocolException("Column %s.%s has gone from the schema".formatted(name, column));
                }
                followed.put(column, type);
            });
            types = followed;
        }

        void apply(UUID uuid, JsonNode change) {
            if (!change.isObject() || change.size() != 1) {
                throw new ProtocolException("No change of a row: " + ValueCodec.shorten(change));
            }
            var entry = change.properties().iterator().next();
            Row before = table.find(uuid);
            switch (entry.getKey()) {
                case "initial", "insert" -> {
                    if (before != null) {
                        throw inconsistent(uuid, "is inserted but there is one");
                    }
                    table = table.with(inserted(uuid, entry.getValue()));
                }
                case "modify" -> {
                    if (before == null) {
                        throw inconsistent(uuid, "is modified but there is none");
                    }
                    table = table.with(modified(before, entry.getValue()));
                }
                case "delete" -> {
                    if (before == null) {
                        throw inconsistent(uuid, "is deleted but there is none");
                    }
                    table = table.without(before);
                }
                default -> throw new ProtocolException("No change of a row: " + ValueCodec.shorten(change));
            }
        }

        private Row inserted(UUID uuid, JsonNode given) {
            var columns = new HashMap<String, Value>();
            types.forEach((column, type) -> columns.put(column, type.defaultValue()));
            given.properties()
                    .forEach(column ->
                            columns.put(column.getKey(), type(column.getKey()).decode(column.getValue())));
            return new Row(uuid, columns);
        }

        private Row modified(Row before, JsonNode differences) {
            var columns = new HashMap<>(before.columns());
            differences.properties().forEach(difference -> {
                ColumnType type = type(difference.getKey());
                columns.put(
                        difference.getKey(),
                        type.apply(before.value(difference.getKey()), type.decode(difference.getValue())));
            });
            return new Row(before.uuid(), columns);
        }

        private ColumnType type(String column) {
            ColumnType type = types.get(column);
            if (type == null) {
                throw new ProtocolException(
                        "An update of a column that is not followed: %s.%s".formatted(name, column));
            }
            return type;
        }

        private ProtocolException inconsistent(UUID uuid, String what) {
            return new ProtocolException("Row %s of %s %s".formatted(uuid, name, what));
        }
    }
}
