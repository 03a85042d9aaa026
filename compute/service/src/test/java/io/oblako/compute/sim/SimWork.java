package io.oblako.compute.sim;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.schedule.HostView;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import io.oblako.testing.Callers;
import io.oblako.testing.check.Invariants;
import io.oblako.testing.sim.MapSagaStore;
import io.oblako.testing.sim.SimDatabase;
import io.oblako.testing.sim.SimFaults;
import io.oblako.testing.sim.SimSagas;
import io.oblako.testing.sim.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * One seed of the simulation: three tenants ask ninety things of a cloud of four hosts whose processes die, whose messages
 * are late and whose hosts go away; then the faults end and everything must come right.
 */
final class SimWork {

    /** About two of five are refused, because the server is busy or in another state. */
    static final int ORDERS = 90;

    private static final UUID IMAGE = new UUID(1, 1);
    /** How long the image takes to be settled: the first servers are asked for before. */
    private static final Duration SETTLING = Duration.ofSeconds(20);

    private static final int HOSTS = 4;
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final List<Flavor> FLAVORS = List.of(
            flavor("small", 1, 256, 1),
            flavor("medium", 2, 512, 2),
            flavor("large", 4, 2048, 4),
            flavor("huge", 9, 4096, 4));

    final Simulation simulation;
    final SimSagas engine;
    private final MapSagaStore store;
    final SimCloud cloud;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimTopic<Wished>> wishes = new ArrayList<>();
    private final SimTopic<NodeReport> reports;
    private final SimTopic<ImageOrder> imageOrders;
    private final SimTopic<NetworkOrder> networkOrders;
    private final SimTopic<Told> portFacts;
    private final SimCloud.Plan plan;
    int accepted;
    int refused;

    private record Wished(String key, NodeDesired thing) {}

    private record Told(UUID port, PortFact fact) {}

    SimWork(long seed, SimCloud.Plan plan) {
        this.plan = plan;
        this.simulation = new Simulation(seed);
        SimDatabase database = new SimDatabase(simulation.clock());
        this.store = new MapSagaStore(database);
        this.engine = new SimSagas(simulation, database, store, SagaSettings.STANDARD, 2);
        this.cloud = new SimCloud(database, engine, out(), plan, simulation::uuid);
        cloud.sagas.all().forEach(engine::register);
        this.reports = new SimTopic<>(
                simulation, database, report -> plan.reports(report).forEach(cloud::take));
        this.imageOrders = new SimTopic<>(simulation, database, this::follow);
        this.networkOrders =
                new SimTopic<>(simulation, database, order -> cloud.network.follow(order, simulation.refuses()));
        this.portFacts = new SimTopic<>(simulation, database, told -> cloud.networks.hear(told.port(), told.fact()));
        for (int i = 0; i < HOSTS; i++) {
            SimNode node =
                    new SimNode(simulation, "host-" + i, 2048 + 1024 * i, (key, report) -> reports.send(key, report));
            nodes.add(node);
            wishes.add(new SimTopic<>(simulation, database, wish -> node.wished(wish.key(), wish.thing())));
        }
    }

    private SimCloud.Out out() {
        return new SimCloud.Out() {
            @Override
            public void desired(String node, String key, NodeDesired thing) {
                int index = Integer.parseInt(node.substring("host-".length()));
                wishes.get(index).send(key, new Wished(key, thing));
            }

            @Override
            public void order(ImageOrder order) {
                imageOrders.send(order.image().toString(), order);
            }

            @Override
            public void order(NetworkOrder order) {
                networkOrders.send(order.about().toString(), order);
            }

            @Override
            public void told(UUID port, PortFact fact) {
                portFacts.send(port.toString(), new Told(port, fact));
            }
        };
    }

    private void follow(ImageOrder order) {
        switch (order) {
            case ImageOrder.Create create ->
                cloud.image(create.image(), simulation.refuses() ? "killed" : "queued", Map.of());
            case ImageOrder.Abandon abandon -> cloud.images.remove(abandon.image());
            case ImageOrder.Delete delete -> cloud.images.remove(delete.image());
        }
    }

    private static Flavor flavor(String name, int vcpus, int ramMib, int diskGib) {
        return new Flavor(name, name, vcpus, ramMib, diskGib, 0, 0, 1, true, false, null, Map.of(), Instant.EPOCH);
    }

    /** What is wrong at the end; empty when all is well. */
    List<String> run() {
        cloud.database.run(() -> cloud.image(IMAGE, "active", null, Map.of()));
        simulation.in(SETTLING, () -> cloud.database.run(() -> cloud.image(IMAGE, "active", Map.of())));
        nodes.forEach(SimNode::live);
        readHosts();
        simulation.runFor(Duration.ofSeconds(3));
        Random random = simulation.random();
        for (int i = 0; i < ORDERS; i++) {
            request(random);
            if (random.nextInt(6) == 0) {
                nodes.get(random.nextInt(HOSTS)).goAway(Duration.ofSeconds(random.nextInt(90)));
            }
            if (random.nextInt(5) == 0) {
                nodes.get(random.nextInt(HOSTS)).somethingHappens();
            }
            simulation.runFor(Duration.ofMillis(random.nextInt(4000)));
        }
        simulation.faults(SimFaults.NONE);
        nodes.forEach(SimNode::comeBack);
        engine.runUntilAllEnded(LONGEST);
        simulation.runFor(Duration.ofSeconds(60));
        return violations();
    }

    private List<String> violations() {
        List<String> unfinished = cloud.database.call(() -> store.list(SagaQuery.unfinished(100)).rows().stream()
                .map(saga -> saga.name() + " of " + saga.subject() + " at " + saga.step())
                .toList());
        List<String> violations = new ArrayList<>(Invariants.violations(cloud.state(nodes, unfinished)));
        nodes.forEach(node -> node.wishes().stream()
                .filter(key -> key.contains("snapshot-"))
                .forEach(key -> violations.add("I4: a snapshot is still wished for: " + key)));
        violations.addAll(portViolations());
        return violations;
    }

    /** Each interface of a server that is somewhere has its port there, and no port is anybody else's. */
    private List<String> portViolations() {
        List<String> violations = new ArrayList<>();
        Set<UUID> rightful = new HashSet<>();
        for (Server server : cloud.servers.rows.all()) {
            String node = server.placement().node();
            if (server.deleted() || node == null) {
                continue;
            }
            for (Nic nic : server.nics()) {
                rightful.add(nic.port());
                PortFact port = cloud.portRows.find(nic.port()).orElse(null);
                boolean bound = port != null
                        && port.deviceId().equals(server.id().toString())
                        && port.host().equals(node)
                        && port.epoch() == server.placement().epoch();
                if (!bound && server.wired()) {
                    violations.add("I4: server %s has no port %s: %s".formatted(server.id(), nic.port(), port));
                }
            }
            nodes.stream()
                    .filter(host -> host.runs(server.id()))
                    .filter(host -> host.nics(server.id()) != server.nics().size())
                    .forEach(host -> violations.add("I4: a guest has not its interfaces: " + server));
        }
        for (PortFact port : cloud.portRows.all()) {
            boolean ours = !port.createdBy().isEmpty();
            if (!rightful.contains(port.id()) && (ours || !port.deviceId().isEmpty())) {
                violations.add("I4: nobody has port " + port);
            }
        }
        return violations;
    }

    /** What the scheduler knows is a little old, as with several replicas. */
    private void readHosts() {
        List<HostView> read = cloud.hostsNow();
        simulation.soon(Duration.ofSeconds(2), () -> cloud.fleet.replace(read));
        simulation.in(Duration.ofSeconds(1), this::readHosts);
    }

    /** Sagas that have begun so far. */
    long sagas() {
        return cloud.database.call(
                () -> (long) store.list(SagaQuery.all(1000)).rows().size());
    }

    private void request(Random random) {
        String project = "p" + random.nextInt(3);
        RequestContext request = new RequestContext("req-" + simulation.uuid(), null, null);
        List<Server> living = cloud.servers.rows.all().stream()
                .filter(server -> !server.deleted())
                .filter(server -> server.project().value().equals(project))
                .toList();
        try {
            request.run(() -> cloud.database.run(() -> {
                if (living.isEmpty() || random.nextInt(4) == 0) {
                    Flavor flavor = FLAVORS.get(random.nextInt(FLAVORS.size()));
                    int most = 1 + random.nextInt(3);
                    create(cloud, project, IMAGE, flavor, networks(random, project, most), most);
                } else {
                    Server about = living.get(random.nextInt(living.size()));
                    cloud.orders.request(Callers.of(project, "member"), about.id(), order(random, about));
                }
            }));
            accepted++;
        } catch (CloudException e) {
            refused++;
        }
    }

    /** None, the only one, two of it, or a port that the tenant has made. */
    private NetworkWish networks(Random random, String project, int servers) {
        var item = new NetworkWish.Item(SimPorts.NETWORK, null, null, null);
        return switch (random.nextInt(4)) {
            case 0 -> new NetworkWish.None();
            case 1 -> new NetworkWish.Any(true);
            case 2 -> new NetworkWish.These(List.of(item, item));
            default ->
                servers > 1
                        ? new NetworkWish.Any(true)
                        : new NetworkWish.These(List.of(item, new NetworkWish.Item(null, given(project), null, null)));
        };
    }

    /** A port that compute believes to be free. */
    private UUID given(String project) {
        List<PortFact> free = cloud.networks.ports().stream()
                .filter(port -> port.createdBy().isEmpty() && port.deviceId().isEmpty())
                .filter(port -> port.project().equals(project))
                .toList();
        if (!free.isEmpty() && simulation.random().nextBoolean()) {
            return free.getFirst().id();
        }
        UUID id = simulation.uuid();
        cloud.network.make(id, project);
        cloud.networks.hear(id, cloud.portRows.find(id).orElseThrow());
        return id;
    }

    static void create(SimCloud cloud, String project, UUID image, Flavor flavor, NetworkWish networks, int most) {
        cloud.create.create(
                Callers.of(project, "member"),
                new ServerRequest(
                        "server", null, null, image, flavor, Map.of(), Set.of(), null, null, null, false, null, null,
                        null, null, null, networks, List.of(), 1, most));
    }

    private Nic another(Random random, String project) {
        boolean ours = random.nextBoolean();
        UUID port = ours ? simulation.uuid() : given(project);
        return new Nic(port, SimPorts.NETWORK, null, Set.of(), null, ours, null);
    }

    /** @param about the server that is asked */
    private ServerOrder order(Random random, Server about) {
        return switch (random.nextInt(16)) {
            case 0 -> new ServerOrder.Start();
            case 1, 2 -> new ServerOrder.Stop();
            case 3 -> new ServerOrder.SoftReboot();
            case 4 -> new ServerOrder.HardReboot();
            case 5 -> new ServerOrder.Pause();
            case 6 -> new ServerOrder.Unpause();
            case 7 -> new ServerOrder.Suspend();
            case 8 -> new ServerOrder.Resume();
            case 9 -> new ServerOrder.Resize(FLAVORS.get(random.nextInt(FLAVORS.size())), null);
            case 10 -> random.nextBoolean() ? new ServerOrder.ConfirmResize() : new ServerOrder.RevertResize();
            case 11 -> new ServerOrder.CreateImage(simulation.uuid(), "snap", Map.of());
            case 12 ->
                new ServerOrder.AttachInterface(another(random, about.project().value()));
            case 13 ->
                new ServerOrder.DetachInterface(
                        about.nics().isEmpty()
                                ? new UUID(0, 0)
                                : about.nics()
                                        .get(random.nextInt(about.nics().size()))
                                        .port());
            default -> new ServerOrder.Delete();
        };
    }
}
