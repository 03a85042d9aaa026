package io.oblako.compute.node.nic;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.network.contracts.MetadataPort;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbSettings;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.Snapshot;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Mutation;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.transaction.TransactionBuilder;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.wire.Remote;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Open vSwitch under OVN. A port is connected by an interface's row that carries its id as {@code iface-id}; ovn-controller
 * binds it and says {@code ovn-installed} when its flows are there. A replica of the host's own database shows what is
 * connected, to which server it belongs, and whether it is installed. The row has no id before the port is guarded by
 * {@link SwitchGuards}, and without one no packet passes: nothing is open in between, whoever is killed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ovn-controller.8.html">ovn-controller(8)</a>
 */
public final class OvsSwitch implements HostSwitch {

    private static final Logger LOG = Logger.getLogger(OvsSwitch.class);

    /** The integration bridge, made by ovn-controller. */
    static final String BRIDGE = "br-int";

    static final String IDS = "external_ids";
    static final String SERVER = "oblako:server";
    private static final String METADATA = "oblako:metadata";
    /** Of ports without port security. Rows of a daemon that did not know of it have none either. */
    static final String TRUSTED = "oblako:trusted";

    private static final String PORT = "iface-id";
    private static final String INSTALLED = "ovn-installed";
    /** The port's number in OpenFlow: none until the switch has taken the port up, -1 when it cannot. */
    static final String NUMBER = "ofport";

    private static final String WANTED_NUMBER = "ofport_request";
    /** The switch itself begins at 1. */
    private static final long FIRST_NUMBER = 32_768;

    /** The newest change that the switch is to carry out, and the newest that it has (ovs-vswitchd.conf.db(5)). */
    private static final String WANTED = "next_cfg";

    private static final String DONE = "cur_cfg";

    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final OvsdbClient client;
    private final Replica replica;
    private final SwitchGuards guards;

    /**
     * @param remote of the host's Open vSwitch database, for example {@code unix:/run/openvswitch/db.sock}; the switch
     *     has the sockets of its bridges, its own and {@code ovs-vswitchd.pid} in the same folder
     * @param most connections of one port or router
     */
    public OvsSwitch(String remote, int most, MeterRegistry meters) {
        guards = new SwitchGuards(socket(remote), most, meters);
        vertx = OvsdbClient.vertx();
        client = OvsdbClient.open(
                OvsdbSettings.of("Open_vSwitch", List.of(Remote.of(remote)), null)
                        .atAnyMember(),
                vertx,
                meters);
        replica = client.replicate(ReplicaSpec.builder()
                .tableByEntry("Interface", IDS, SERVER, "name", IDS, "error", NUMBER, WANTED_NUMBER)
                .table("Open_vSwitch", WANTED, DONE)
                .table("Port", "interfaces")
                .tableByColumn("Bridge", "name", "name", "datapath_type", IDS)
                .build());
    }

    /** The socket of the integration bridge, beside that of the database. */
    static Path management(Path database) {
        return database.resolveSibling(BRIDGE + ".mgmt");
    }

    /** That of the database. */
    static Path socket(String remote) {
        Remote database = Remote.of(remote);
        if (database.transport() != Remote.Transport.UNIX) {
            throw new IllegalArgumentException(
                    "OBLAKO_NODE_SWITCH is a unix socket of this host, for example unix:/run/openvswitch/db.sock, not "
                            + database);
        }
        return Path.of(database.host());
    }

    @Override
    public boolean offloads() throws IOException {
        List<Row> bridge = now().table("Bridge").byKey(BRIDGE);
        if (bridge.isEmpty()) {
            throw new IOException("The host's switch has no bridge %s yet: ovn-controller makes it".formatted(BRIDGE));
        }
        return !SwitchGuards.inUserSpace(bridge.getFirst());
    }

    @Override
    public void connect(UUID server, List<Nic> nics) throws IOException {
        insert(server, nics);
        Set<UUID> connected = connected(server);
        TransactionBuilder builder = Transaction.builder();
        Set<String> taps = new HashSet<>();
        for (Nic nic : nics) {
            if (!connected.contains(nic.port())) {
                String tap = Tap.nameOf(nic.port());
                taps.add(tap);
                Value id = Value.map(Map.of(PORT, nic.port().toString()));
                builder.mutate("Interface", Condition.equal("name", Value.text(tap)), Mutation.insert(IDS, id));
            }
        }
        if (!taps.isEmpty()) {
            guard(taps);
            commit(builder);
        }
    }

    /** The rows that are missing, without the ids by which OVN would know them. */
    private void insert(UUID server, List<Nic> nics) throws IOException {
        Set<String> there = rowsOf(server).stream().map(row -> row.text("name")).collect(toUnmodifiableSet());
        TransactionBuilder builder = Transaction.builder();
        int added = 0;
        for (Nic nic : nics) {
            if (!there.contains(Tap.nameOf(nic.port()))) {
                connecting(builder, server, nic, ++added);
            }
        }
        if (added > 0) {
            awaitRemovals(_ -> true);
            commit(builder);
        }
    }

    /**
     * Returns once the switch has let go of what was taken away before. One that reads of the end of a device and of another of
     * the same name in one go keeps the old one, through which nothing passes any more.
     *
     * @param removed whether the replica shows the removal already
     */
    private void awaitRemovals(Predicate<Snapshot> removed) {
        try {
            replica.await(now -> removed.test(now) && carriedOut(now), ANSWER);
        } catch (OvsdbException e) {
            // Where no switch runs there is none that could keep a device.
            LOG.warnf("The host's switch does not say that it has carried out what it was told: %s", e.getMessage());
        }
    }

    private static boolean carriedOut(Snapshot now) {
        return now.table("Open_vSwitch").rows().stream()
                .allMatch(row -> row.optionalWhole(DONE).orElse(0)
                        >= row.optionalWhole(WANTED).orElse(0));
    }

    /** Returns once the guests behind these taps are kept from being routers. */
    private void guard(Set<String> taps) throws IOException {
        try {
            Snapshot now = replica.await(state -> numbered(state, taps).size() == taps.size(), ANSWER);
            guards.guard(numbered(now, taps));
        } catch (OvsdbException e) {
            throw new IOException("The host's switch does not take up all of %s".formatted(taps), e);
        }
    }

    private static List<Row> numbered(Snapshot now, Set<String> taps) {
        return now.table("Interface").rows().stream()
                .filter(row -> taps.contains(row.text("name")))
                .filter(row -> row.optionalWhole(NUMBER).orElse(-1) > 0)
                .toList();
    }

    @Override
    public void heal() {
        guards.heal(replica::snapshot);
    }

    /** @param number tells the new rows of one transaction from each other */
    private static void connecting(TransactionBuilder builder, UUID server, Nic nic, int number) {
        Map<String, String> ids =
                new HashMap<>(Map.of(SERVER, server.toString(), "attached-mac", nic.mac(), "iface-status", "active"));
        if (nic.trusted()) {
            ids.put(TRUSTED, "true");
        }
        String tap = Tap.nameOf(nic.port());
        connecting(builder, tap, Map.of("name", Value.text(tap), IDS, Value.map(ids)), number);
    }

    private static void connecting(TransactionBuilder builder, String device, Map<String, Value> columns, int number) {
        String row = "interface" + number;
        String port = "port" + number;
        builder.insertNamed("Interface", row, columns);
        builder.insertNamed("Port", port, Map.of("name", Value.text(device), "interfaces", Value.named(row)));
        builder.mutate(
                "Bridge", Condition.equal("name", Value.text(BRIDGE)), Mutation.insert("ports", Value.named(port)));
    }

    @Override
    public void awaitInstalled(Collection<UUID> ports, Duration most) throws IOException {
        try {
            replica.await(now -> missing(now, ports).isEmpty(), most);
        } catch (OvsdbException e) {
            throw new IOException(
                    "The network has not taken up ports %s within %s"
                            .formatted(missing(replica.snapshot(), ports), most),
                    e);
        }
        // Once more: an ovn-controller that has begun meanwhile cleared the switch before it installed anything.
        guard(ports.stream().map(Tap::nameOf).collect(toUnmodifiableSet()));
    }

    /** Ports that are not installed, with what the switch says is wrong with them. */
    private static List<String> missing(Snapshot now, Collection<UUID> ports) {
        List<String> missing = new ArrayList<>();
        for (UUID port : ports) {
            Optional<Row> row = now.table("Interface").rows().stream()
                    .filter(each -> port.toString().equals(each.map(IDS).get(PORT)))
                    .findFirst();
            if (row.isEmpty() || !installed(row.get())) {
                missing.add(port
                        + row.flatMap(each -> each.optionalText("error"))
                                .map(error -> " (" + error + ")")
                                .orElse(""));
            }
        }
        return missing;
    }

    private static boolean installed(Row row) {
        return "true".equals(row.map(IDS).get(INSTALLED));
    }

    @Override
    public void disconnect(UUID server, Collection<UUID> ports) throws IOException {
        Set<String> taps = ports.stream().map(Tap::nameOf).collect(toUnmodifiableSet());
        disconnect(ofServer(server), row -> taps.contains(row.text("name")));
    }

    @Override
    public void disconnectAll(UUID server) throws IOException {
        disconnect(ofServer(server), _ -> true);
    }

    private static Function<Snapshot, Collection<Row>> ofServer(UUID server) {
        return now -> now.table("Interface").byKey(server.toString());
    }

    private void disconnect(Function<Snapshot, Collection<Row>> interfaces, Predicate<Row> which) throws IOException {
        Snapshot now = now();
        TransactionBuilder builder = Transaction.builder();
        boolean anything = false;
        for (Row each : interfaces.apply(now)) {
            for (Row port : now.table("Port").rows()) {
                if (which.test(each) && port.references("interfaces").contains(each.uuid())) {
                    // Rows that no bridge refers to are removed by the database itself.
                    Value gone = Value.id(port.uuid());
                    builder.mutate("Bridge", Condition.includes("ports", gone), Mutation.delete("ports", gone));
                    anything = true;
                }
            }
        }
        if (anything) {
            builder.mutate("Open_vSwitch", Condition.everyRow(), Mutation.add(WANTED, 1));
            commit(builder);
        }
    }

    private void commit(TransactionBuilder builder) throws IOException {
        try {
            client.transact(builder.build(), ANSWER);
        } catch (OvsdbException e) {
            throw new IOException("The host's switch did not take a change: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<UUID> connected(UUID server) {
        return ports(server, _ -> true);
    }

    @Override
    public Set<UUID> installed(UUID server) {
        return ports(server, OvsSwitch::installed);
    }

    private List<Row> rowsOf(UUID server) {
        return replica.snapshot().table("Interface").byKey(server.toString());
    }

    private Set<UUID> ports(UUID server, Predicate<Row> which) {
        return rowsOf(server).stream()
                .filter(which)
                .flatMap(row -> port(row).stream())
                .collect(toUnmodifiableSet());
    }

    @Override
    public boolean knows(UUID server) {
        return !rowsOf(server).isEmpty();
    }

    @Override
    public Set<UUID> servers() {
        return replica.snapshot().table("Interface").rows().stream()
                .flatMap(row -> Stream.ofNullable(row.map(IDS).get(SERVER)))
                .map(UUID::fromString)
                .collect(toUnmodifiableSet());
    }

    /** With the number that it had: ovn-controller does not follow another while its own database is away. */
    @Override
    public void connectMetadata(UUID network, String device) throws IOException {
        long number = number(network, now());
        disconnectMetadata(network);
        awaitRemovals(now -> !metadataNetworks(now).contains(network));
        TransactionBuilder builder = Transaction.builder();
        Map<String, String> ids = Map.of(PORT, MetadataPort.name(network), METADATA, network.toString());
        connecting(
                builder,
                device,
                Map.of("name", Value.text(device), IDS, Value.map(ids), WANTED_NUMBER, Value.whole(number)),
                1);
        commit(builder);
        try {
            // The next number depends on it.
            replica.await(now -> metadataNetworks(now).contains(network), ANSWER);
        } catch (OvsdbException e) {
            throw new IOException("The host's switch does not show the metadata port of network " + network, e);
        }
    }

    private static long number(UUID network, Snapshot now) {
        Set<Long> taken = new HashSet<>();
        for (Row row : now.table("Interface").rows()) {
            OptionalLong number = row.optionalWhole(WANTED_NUMBER);
            if (number.isPresent() && network.toString().equals(row.map(IDS).get(METADATA))) {
                return number.getAsLong();
            }
            number.ifPresent(taken::add);
        }
        long free = FIRST_NUMBER;
        while (taken.contains(free)) {
            free++;
        }
        return free;
    }

    @Override
    public void disconnectMetadata(UUID network) throws IOException {
        disconnect(
                now -> now.table("Interface").rows(),
                row -> network.toString().equals(row.map(IDS).get(METADATA)));
    }

    @Override
    public Set<UUID> metadataNetworks() {
        return metadataNetworks(replica.snapshot());
    }

    private static Set<UUID> metadataNetworks(Snapshot now) {
        return now.table("Interface").rows().stream()
                .flatMap(row -> Stream.ofNullable(row.map(IDS).get(METADATA)))
                .map(UUID::fromString)
                .collect(toUnmodifiableSet());
    }

    private static Optional<UUID> port(Row row) {
        return Optional.ofNullable(row.map(IDS).get(PORT)).map(UUID::fromString);
    }

    private Snapshot now() throws IOException {
        try {
            return replica.awaitReady(ANSWER);
        } catch (OvsdbException e) {
            throw new IOException("The host's switch does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        replica.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
