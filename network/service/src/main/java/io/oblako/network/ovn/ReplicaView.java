package io.oblako.network.ovn;

import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.Snapshot;
import io.oblako.network.ovsdb.value.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The Northbound database as our replica shows it. */
record ReplicaView(Snapshot snapshot) implements NbView {

    /** Whether the port is plugged in somewhere and its host is done; written by OVN. */
    static final String UP = "up";

    /** All tables that we write, each found by unit. */
    static ReplicaSpec spec() {
        ReplicaSpec.Builder spec = ReplicaSpec.builder();
        for (NbTable table : NbTable.values()) {
            Set<String> columns = new TreeSet<>(table.columns());
            columns.addAll(table.links());
            columns.add(NbTable.EXTERNAL_IDS);
            if (table == NbTable.LOGICAL_SWITCH_PORT) {
                columns.add(UP);
            }
            spec.table(
                    table.table(), row -> NbView.unit(row).map(Unit::key), List.of(), columns.toArray(new String[0]));
        }
        return spec.build();
    }

    @Override
    public Optional<Row> row(NbTable table, UUID uuid) {
        return snapshot.table(table.table()).row(uuid);
    }

    @Override
    public Collection<Row> rows(NbTable table) {
        return snapshot.table(table.table()).rows();
    }

    @Override
    public List<Row> of(NbTable table, Unit unit) {
        return new ArrayList<>(snapshot.table(table.table()).byKey(unit.key()));
    }
}
