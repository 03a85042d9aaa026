package io.oblako.network.ovn;

import io.oblako.network.ovsdb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A row that the Northbound database should have.
 *
 * @param uuid of our choice, the same each time the thing is compiled, so that inserting it twice does no harm
 * @param unit the thing it was compiled from
 * @param columns what is not named is empty; {@code external_ids} is made of the rest
 * @param parents where it is named; at least one for rows that do not live by themselves
 */
record NbRow(NbTable table, UUID uuid, Unit unit, Map<String, Value> columns, List<Parent> parents) {

    /** A column of another row that names this one. */
    record Parent(NbTable table, UUID uuid, String column) {}

    static final String KIND = "oblako:kind";
    static final String ID = "oblako:id";
    /** Of the thing when the row was last written: a hint for people, never compared. */
    static final String REVISION = "oblako:revision";
    /** The rows that name this one: so the delta path finds those that no longer should. */
    static final String IN = "oblako:in";

    NbRow {
        columns = Map.copyOf(columns);
        parents = List.copyOf(parents);
        if (!table.root() && parents.isEmpty()) {
            throw new IllegalArgumentException("a row of %s that nothing names does not live".formatted(table));
        }
    }

    /** @param more {@code external_ids} for people */
    static NbRow of(
            NbTable table,
            UUID uuid,
            Unit unit,
            long revision,
            Map<String, Value> columns,
            List<Parent> parents,
            Map<String, String> more) {
        Map<String, String> ids = new TreeMap<>(more);
        ids.put(KIND, unit.kind());
        ids.put(ID, unit.id().toString());
        ids.put(REVISION, Long.toString(revision));
        if (!parents.isEmpty()) {
            ids.put(
                    IN,
                    parents.stream()
                            .map(parent -> parent.uuid.toString())
                            .sorted()
                            .distinct()
                            .collect(Collectors.joining(" ")));
        }
        Map<String, Value> all = new TreeMap<>(columns);
        all.put(NbTable.EXTERNAL_IDS, Value.map(ids));
        return new NbRow(table, uuid, unit, all, parents);
    }
}
