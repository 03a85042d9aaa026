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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Open vSwitch under OVN. A port is connected by an interface's row that carries its id as {@code iface-id}; ovn-controller
 * binds it and says {@code ovn-installed} when its flows are there. A replica of the host's own database shows what is
 * connected, to which server it belongs, and whether it is installed.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ovn-controller.8.html">ovn-controller(8)</a>
 */
public final class OvsSwitch implements HostSwitch {

    /** The integration bridge, made by ovn-controller. */
    private static final String BRIDGE = "br-int";

    private static final String IDS = "external_ids";
    private static final String SERVER = "oblako:server";
    private static final String METADATA = "oblako:metadata";
    private static final String PORT = "iface-id";
    private static final String INSTALLED = "ovn-installed";
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final OvsdbClient client;
    private final Replica replica;

    /** @param remote of the host's Open vSwitch database, for example {@code unix:/run/openvswitch/db.sock} */
    public OvsSwitch(String remote, MeterRegistry meters) {
        vertx = OvsdbClient.vertx();
        client = OvsdbClient.open(
                OvsdbSettings.of("Open_vSwitch", List.of(Remote.of(remote)), null)
                        .atAnyMember(),
                vertx,
                meters);
        replica = client.replicate(ReplicaSpec.builder()
                .tableByEntry("Interface", IDS, SERVER, "name", IDS, "error")
                .table("Port", "interfaces")
                .tableByColumn("Bridge", "name", "name", "datapath_type")
                .build());
    }

    @Override
    public boolean offloads() throws IOException {
        List<Row> bridge = now().table("Bridge").byKey(BRIDGE);
        if (bridge.isEmpty()) {
            throw new IOException("The host's switch has no bridge %s yet: ovn-controller makes it".formatted(BRIDGE));
        }
        return !bridge.getFirst().text("datapath_type").equals("netdev");
    }

    @Override
    public void connect(UUID server, List<Nic> nics) throws IOException {
        Set<UUID> there = connected(server);
        TransactionBuilder builder = Transaction.builder();
        int added = 0;
        for (Nic nic : nics) {
            if (!there.contains(nic.port())) {
                connecting(builder, server, nic, ++added);
            }
        }
        if (added > 0) {
            commit(builder);
        }
    }

    /** @param number tells the new rows of one transaction from each other */
    private static void connecting(TransactionBuilder builder, UUID server, Nic nic, int number) {
        Map<String, String> ids = Map.of(
                PORT,
                nic.port().toString(),
                SERVER,
                server.toString(),
                "attached-mac",
                nic.mac(),
                "iface-status",
                "active");
        connecting(builder, Tap.nameOf(nic.port()), ids, number);
    }

    private static void connecting(TransactionBuilder builder, String device, Map<String, String> ids, int number) {
        String row = "interface" + number;
        String port = "port" + number;
        builder.insertNamed("Interface", row, Map.of("name", Value.text(device), IDS, Value.map(ids)));
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
        disconnect(ofServer(server), row -> port(row).filter(ports::contains).isPresent());
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

    private Set<UUID> ports(UUID server, Predicate<Row> which) {
        return replica.snapshot().table("Interface").byKey(server.toString()).stream()
                .filter(which)
                .flatMap(row -> port(row).stream())
                .collect(toUnmodifiableSet());
    }

    @Override
    public Set<UUID> servers() {
        return replica.snapshot().table("Interface").rows().stream()
                .flatMap(row -> Stream.ofNullable(row.map(IDS).get(SERVER)))
                .map(UUID::fromString)
                .collect(toUnmodifiableSet());
    }

    @Override
    public void connectMetadata(UUID network, String device) throws IOException {
        disconnectMetadata(network);
        TransactionBuilder builder = Transaction.builder();
        connecting(builder, device, Map.of(PORT, MetadataPort.name(network), METADATA, network.toString()), 1);
        commit(builder);
    }

    @Override
    public void disconnectMetadata(UUID network) throws IOException {
        disconnect(
                now -> now.table("Interface").rows(),
                row -> network.toString().equals(row.map(IDS).get(METADATA)));
    }

    @Override
    public Set<UUID> metadataNetworks() {
        return replica.snapshot().table("Interface").rows().stream()
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
