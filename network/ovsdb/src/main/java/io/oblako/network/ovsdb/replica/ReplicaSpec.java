package io.oblako.network.ovsdb.replica;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a replica follows: tables, columns, conditions, and a key of the user's choice for each table. Immutable. */
public final class ReplicaSpec {

    /** A key by which rows are found; empty for a row that has none. */
    public interface RowKey extends Function<Row, Optional<String>> {}

    /**
     * @param columns in their order
     * @param where which rows; none for all
     */
    record Followed(Set<String> columns, List<Condition> where, RowKey key) {}

    private final Map<String, Followed> tables;

    private ReplicaSpec(Map<String, Followed> tables) {
        this.tables = Map.copyOf(tables);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Columns by table, as a schema is asked for them. */
    public Map<String, Set<String>> columns() {
        var columns = new LinkedHashMap<String, Set<String>>();
        tables.forEach((table, followed) -> columns.put(table, followed.columns));
        return columns;
    }

    Map<String, Followed> tables() {
        return tables;
    }

    /** The monitor-requests of the protocol. */
    public ObjectNode monitorRequests() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        tables.forEach((table, followed) -> {
            ObjectNode request = all.putArray(table).addObject();
            ArrayNode columns = request.putArray("columns");
            followed.columns.forEach(columns::add);
            if (!followed.where.isEmpty()) {
                request.set("where", Condition.encode(followed.where));
            }
        });
        return all;
    }

    /** Collects tables. Not thread-safe. */
    public static final class Builder {

        private final Map<String, Followed> tables = new LinkedHashMap<>();

        private Builder() {}

        /** Follows a table without a key. */
        public Builder table(String table, String... columns) {
            return table(table, _ -> Optional.empty(), List.of(), columns);
        }

        /** Follows a table whose rows are found by a column with at most one text. */
        public Builder tableByColumn(String table, String key, String... columns) {
            return table(table, row -> row.optionalText(key), List.of(), columns);
        }

        /** Follows a table whose rows are found by an entry of a map, such as {@code external_ids:id}. */
        public Builder tableByEntry(String table, String map, String entry, String... columns) {
            return table(table, row -> Optional.ofNullable(row.map(map).get(entry)), List.of(), columns);
        }

        /**
         * Follows rows of a table.
         *
         * @param key by which rows are found; meant to be unique or nearly so
         * @param where which rows; none for all
         */
        public Builder table(String table, RowKey key, List<Condition> where, String... columns) {
            if (columns.length == 0) {
                throw new IllegalArgumentException("A replica of %s names its columns".formatted(table));
            }
            if (tables.putIfAbsent(table, new Followed(new TreeSet<>(Set.of(columns)), List.copyOf(where), key))
                    != null) {
                throw new IllegalArgumentException("Table %s is named twice".formatted(table));
            }
            return this;
        }

        public ReplicaSpec build() {
            if (tables.isEmpty()) {
                throw new IllegalArgumentException("A replica follows at least one table");
            }
            return new ReplicaSpec(tables);
        }
    }
}
