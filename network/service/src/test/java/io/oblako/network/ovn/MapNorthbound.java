package io.oblako.network.ovn;

import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A Northbound database in memory: rows that nothing names go, and so does what names rows that are gone. */
final class MapNorthbound implements NbView {

    private static final List<String> WEAK = List.of("dhcpv4_options", "dhcpv6_options");

    private final Map<NbTable, Map<UUID, Row>> tables = new EnumMap<>(NbTable.class);

    MapNorthbound() {
        for (NbTable table : NbTable.values()) {
            tables.put(table, new LinkedHashMap<>());
        }
    }

    @Override
    public Optional<Row> row(NbTable table, UUID uuid) {
        return Optional.ofNullable(tables.get(table).get(uuid));
    }

    @Override
    public Collection<Row> rows(NbTable table) {
        return List.copyOf(tables.get(table).values());
    }

    @Override
    public List<Row> of(NbTable table, Unit unit) {
        return rows(table).stream()
                .filter(row -> NbView.unit(row).filter(unit::equals).isPresent())
                .toList();
    }

    int size() {
        return tables.values().stream().mapToInt(Map::size).sum();
    }

    void apply(Diff diff) {
        diff.inserts().forEach(row -> insert(row.table(), row.uuid(), row.columns()));
        diff.updates().forEach(update -> set(update.table(), update.uuid(), update.columns()));
        diff.links().forEach((parent, children) -> change(parent, ids -> with(ids, children)));
        diff.unlinks().forEach((parent, children) -> change(parent, ids -> without(ids, children)));
        diff.deletes().forEach(row -> delete(row.table(), row.uuid()));
        sweep();
    }

    void insert(NbTable table, UUID uuid, Map<String, Value> columns) {
        if (tables.get(table).containsKey(uuid)) {
            throw new IllegalStateException("duplicate uuid in " + table);
        }
        Map<String, Value> all = new HashMap<>();
        table.columns().forEach(column -> all.put(column, Value.none()));
        table.links().forEach(column -> all.put(column, Value.none()));
        all.put(NbTable.EXTERNAL_IDS, Value.map(Map.of()));
        all.putAll(columns);
        tables.get(table).put(uuid, new Row(uuid, all));
    }

    void set(NbTable table, UUID uuid, Map<String, Value> columns) {
        tables.get(table).computeIfPresent(uuid, (id, row) -> {
            Map<String, Value> all = new HashMap<>(row.columns());
            all.putAll(columns);
            return new Row(id, all);
        });
    }

    void delete(NbTable table, UUID uuid) {
        tables.get(table).remove(uuid);
    }

    void change(Parent parent, UnaryOperator<Set<UUID>> change) {
        row(parent.table(), parent.uuid())
                .ifPresent(row -> set(
                        parent.table(),
                        parent.uuid(),
                        Map.of(
                                parent.column(),
                                Value.ids(change.apply(new HashSet<>(row.references(parent.column())))))));
    }

    static Set<UUID> with(Set<UUID> ids, Collection<UUID> more) {
        ids.addAll(more);
        return ids;
    }

    static Set<UUID> without(Set<UUID> ids, Collection<UUID> less) {
        ids.removeAll(less);
        return ids;
    }

    /** What the server does at the end of each transaction. */
    void sweep() {
        boolean again = true;
        while (again) {
            Set<UUID> named = new HashSet<>();
            forEachLink((parent, ids) -> named.addAll(strong(parent) ? ids : Set.of()));
            again = false;
            for (NbTable table : NbTable.values()) {
                again |= !table.root() && tables.get(table).keySet().retainAll(named);
            }
        }
        Set<UUID> there = new HashSet<>();
        tables.values().forEach(rows -> there.addAll(rows.keySet()));
        forEachLink((parent, ids) -> change(parent, is -> {
            is.retainAll(there);
            return is;
        }));
        for (Row row : rows(NbTable.LOGICAL_SWITCH_PORT)) {
            for (String column : WEAK) {
                if (row.reference(column).filter(id -> !there.contains(id)).isPresent()) {
                    set(NbTable.LOGICAL_SWITCH_PORT, row.uuid(), Map.of(column, Value.none()));
                }
            }
        }
    }

    private static boolean strong(Parent parent) {
        return !(parent.table() == NbTable.PORT_GROUP && parent.column().equals("ports"))
                && !parent.column().equals("dns_records")
                && !parent.column().equals("load_balancer");
    }

    private interface Link {
        void see(Parent parent, Set<UUID> ids);
    }

    private void forEachLink(Link link) {
        for (NbTable table : NbTable.parents()) {
            for (Row row : new ArrayList<>(rows(table))) {
                table.links()
                        .forEach(column -> link.see(new Parent(table, row.uuid(), column), row.references(column)));
            }
        }
    }
}
