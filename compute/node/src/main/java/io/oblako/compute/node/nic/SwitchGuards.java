package io.oblako.compute.node.nic;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.compute.node.nic.RouterAdvertisements.GuestPort;
import io.oblako.network.ovsdb.replica.Snapshot;
import io.oblako.network.ovsdb.value.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What this host itself asks of its switch beside OVN: that guests are no routers, and take not all of its connections. The
 * switch forgets it when it begins anew. Thread-safe.
 */
final class SwitchGuards {

    /** Of the zones of connection tracking that ovn-controller has given, among the bridge's other ids. */
    private static final String ZONE = "ct-zone-";

    private final RouterAdvertisements advertisements;
    private final Repair unguarded;
    private final ConnectionLimits connections;
    private final Repair unlimited;

    /**
     * @param database socket of the switch's database; beside it are its others and {@code ovs-vswitchd.pid}
     * @param most connections of one port or router
     */
    SwitchGuards(Path database, int most, MeterRegistry meters) {
        advertisements = new RouterAdvertisements(OvsSwitch.management(database));
        unguarded = new Repair(
                meters,
                "oblako_node_router_guards",
                "Router advertisements of guests are dropped again: %d flows were missing",
                "Guests may be able to advertise themselves as routers for now");
        connections = new ConnectionLimits(database.resolveSibling("ovs-vswitchd.pid"), most);
        unlimited = new Repair(
                meters,
                "oblako_node_connection_limits",
                "Connections of ports and routers are limited: %d had no limit",
                "A guest may be able to take all connections of the host for now");
    }

    static boolean inUserSpace(Row bridge) {
        return bridge.text("datapath_type").equals("netdev");
    }

    /** Returns once the guests behind these interfaces, which the switch has taken up, are kept from being routers. */
    void guard(Collection<Row> interfaces) throws IOException {
        advertisements.guard(guests(interfaces));
    }

    /** Puts back what is missing; what fails is said in the log. */
    void heal(Supplier<Snapshot> now) {
        // No bridge, no packets; nor does a replica know of one before it has heard anything at all.
        for (Row bridge : bridges(now.get())) {
            unguarded.run(() -> advertisements.heal(
                    () -> guests(now.get().table("Interface").rows())));
            String datapath = inUserSpace(bridge) ? "netdev@ovs-netdev" : "system@ovs-system";
            unlimited.run(() -> connections.heal(datapath, () -> zones(now.get())));
        }
    }

    private static List<Row> bridges(Snapshot now) {
        return now.table("Bridge").byKey(OvsSwitch.BRIDGE);
    }

    private static Set<Integer> zones(Snapshot now) {
        return bridges(now).stream()
                .flatMap(bridge -> bridge.map(OvsSwitch.IDS).entrySet().stream())
                .filter(id -> id.getKey().startsWith(ZONE))
                .map(id -> Integer.valueOf(id.getValue()))
                .collect(toUnmodifiableSet());
    }

    /** Those of the rows that guests are behind and the switch has taken up. */
    private static List<GuestPort> guests(Collection<Row> interfaces) {
        List<GuestPort> ports = new ArrayList<>();
        for (Row row : interfaces) {
            long number = row.optionalWhole(OvsSwitch.NUMBER).orElse(-1);
            if (number > 0 && row.map(OvsSwitch.IDS).containsKey(OvsSwitch.SERVER)) {
                ports.add(new GuestPort(number, row.map(OvsSwitch.IDS).containsKey(OvsSwitch.TRUSTED)));
            }
        }
        return ports;
    }
}
