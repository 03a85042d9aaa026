package io.oblako.network.ovn;

import io.oblako.kernel.tx.Transactions;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.PortPlugs;
import io.oblako.network.ovsdb.replica.Delta;
import io.oblako.network.ovsdb.replica.RowChange;
import io.oblako.network.ovsdb.value.Row;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What OVN says about ports, told to them: a port is up when its host has plugged it in and all its flows are there.
 * Only the replica of the service that writes tells.
 */
public final class PlugReports {

    private final Transactions transactions;
    private final PortPlugs plugs;
    private final Set<UUID> moved = ConcurrentHashMap.newKeySet();

    public PlugReports(Transactions transactions, PortPlugs plugs) {
        this.transactions = transactions;
        this.plugs = plugs;
    }

    /** @return whether a port of a tenant went up or down */
    boolean heard(Delta delta) {
        boolean any = false;
        for (RowChange change : delta.changes()) {
            Optional<UUID> port = port(change);
            port.ifPresent(moved::add);
            any |= port.isPresent();
        }
        return any;
    }

    private static Optional<UUID> port(RowChange change) {
        if (!change.table().equals(NbTable.LOGICAL_SWITCH_PORT.table())) {
            return Optional.empty();
        }
        return switch (change) {
            case RowChange.Inserted inserted -> up(inserted.row()) ? port(inserted.row()) : Optional.empty();
            case RowChange.Modified modified ->
                up(modified.before()) == up(modified.after()) ? Optional.empty() : port(modified.after());
            case RowChange.Deleted gone -> Optional.empty();
        };
    }

    private static Optional<UUID> port(Row row) {
        return NbView.unit(row).filter(unit -> unit.is(Kind.PORT)).map(Unit::id);
    }

    static boolean up(Row row) {
        return row.bool(ReplicaView.UP).orElse(false);
    }

    /** Tells what was heard, as it is now. */
    void settle(NbView view) {
        for (UUID port : Set.copyOf(moved)) {
            moved.remove(port);
            try {
                view.row(NbTable.LOGICAL_SWITCH_PORT, NbNames.portRow(port)).ifPresent(row -> tell(port, up(row)));
            } catch (RuntimeException e) {
                moved.add(port);
                throw e;
            }
        }
    }

    /** Tells what was never heard, because nobody listened then. */
    void compare(Model model, NbView view) {
        for (Port port : model.ports().values()) {
            view.row(NbTable.LOGICAL_SWITCH_PORT, NbNames.portRow(port.id()))
                    .filter(row -> PortPlugs.differs(port.status(), up(row)))
                    .ifPresent(row -> tell(port.id(), up(row)));
        }
    }

    private void tell(UUID port, boolean up) {
        transactions.run(() -> plugs.report(port, up));
    }
}
