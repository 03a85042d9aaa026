package io.oblako.compute.sim;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.compute.domain.server.VmState;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaView;
import io.oblako.kernel.saga.Sagas;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import io.oblako.testing.Callers;
import io.oblako.testing.sim.SimWorld;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One saga of a server: the server is put into the state that the order needs, the order is decided, and the saga it
 * begins is the one under test. The host answers when it is asked; until then the image is not settled either.
 *
 * <p>What the fingerprint holds: claims, quota, what the host is told, images, and the flavor. Not the state of the server
 * (a failure puts it into ERROR), nor numbers that only grow.
 */
final class ServerWorld extends SimWorld<Object> {

    static final UUID IMAGE = new UUID(1, 1);
    static final String DIGEST = "00";
    static final Flavor SMALL = flavor("small", 1, 256);
    static final Flavor LARGE = flavor("large", 4, 512);

    private static final UUID SERVER = new UUID(7, 7);
    private static final String HOST = "host-0";
    private static final UUID PORT = new UUID(3, 3);
    /** A port that compute makes, and one that the tenant has made. */
    private static final NetworkWish NETWORKS = new NetworkWish.These(List.of(
            new NetworkWish.Item(SimPorts.NETWORK, null, null, null), new NetworkWish.Item(null, PORT, null, null)));

    private final SimCloud cloud;
    private final Map<String, NodeDesired> wishes = new TreeMap<>();
    private final List<NodeReport> reports = new ArrayList<>();
    private final List<NetworkOrder> networkOrders = new ArrayList<>();
    private final boolean deleting;
    private final boolean resizing;
    private long nextId = 100;
    private Saga<Object> saga;
    private Object context;
    private String subject = "";

    /**
     * @param from state of the server before the order; BUILDING for a server that is to be booted
     * @param order absent for the boot
     */
    ServerWorld(VmState from, PowerState power, ServerOrder order) {
        this.deleting = order instanceof ServerOrder.Delete;
        this.resizing = order instanceof ServerOrder.Resize;
        this.cloud = new SimCloud(database(), new Captured(), out(), new SimCloud.Plan(), () -> new UUID(9, nextId++));
        database().run(() -> {
            cloud.image(IMAGE, "active", null, Map.of());
            cloud.take(heartbeat());
            cloud.network.make(PORT, "p");
        });
        cloud.fleet.replace(cloud.hostsNow());
        RequestContext request = new RequestContext("req-1", null, null);
        request.run(() -> database().run(() -> SimWork.create(cloud, "p", IMAGE, SMALL, NETWORKS, 1)));
        Server server = cloud.servers.rows.all().getFirst();
        if (order == null) {
            return;
        }
        if (from != VmState.BUILDING) {
            settle(server.id(), from, power);
        }
        new RequestContext("req-2", null, null)
                .run(() -> database().run(() -> cloud.orders.request(Callers.of("p", "member"), server.id(), order)));
    }

    /** Another interface, of a port that compute makes. */
    static ServerOrder attach() {
        return new ServerOrder.AttachInterface(
                new Nic(new UUID(3, 4), SimPorts.NETWORK, null, Set.of(), "blue", true, null));
    }

    /** The interface of the port that the tenant has made. */
    static ServerOrder detach() {
        return new ServerOrder.DetachInterface(PORT);
    }

    static ServerOrder rebuild() {
        var image = new BootImage(IMAGE, "image", "qcow2", 1, 1, null, 0, 0, Map.of());
        var details = new Server.Details("rebuilt", null, "rebuilt", Map.of(), Set.of(), null, null, false);
        return new ServerOrder.Rebuild(details, image, null, null);
    }

    /** What the image service tells next of the image; a digest of null while it is not settled. */
    void image(String status, @Nullable String digest) {
        database().run(() -> cloud.image(IMAGE, status, digest, Map.of()));
    }

    void imageGone() {
        database().run(() -> cloud.images.remove(IMAGE));
    }

    Instant now() {
        return database().clock().instant();
    }

    Server server() {
        return cloud.servers.rows.all().getFirst();
    }

    ComputeSagas sagas() {
        return cloud.sagas;
    }

    private static Flavor flavor(String name, int vcpus, int ramMib) {
        return new Flavor(name, name, vcpus, ramMib, 1, 0, 0, 1, true, false, null, Map.of(), Instant.EPOCH);
    }

    private NodeReport heartbeat() {
        return new NodeReport.Heartbeat(
                HOST,
                "boot",
                1,
                1,
                8,
                4096,
                0,
                100,
                100,
                "x86_64",
                "simulated",
                Set.of(),
                "QEMU",
                1,
                "",
                "",
                Map.of(),
                0,
                0,
                1,
                Instant.EPOCH);
    }

    /** As the boot saga and the orders after it would have left it. */
    private void settle(UUID id, VmState state, PowerState power) {
        database().run(() -> {
            Flavor flavor = state == VmState.RESIZED ? LARGE : SMALL;
            Server placed = cloud.changes.change(
                    id,
                    server -> server.edit(database().clock().instant(), edit -> {
                        edit.placement = edit.placement.on(HOST, "nova");
                        edit.state = edit.state.atRest(state, power);
                        edit.machine = edit.machine.withFlavor(flavor, state == VmState.RESIZED ? SMALL : null);
                    }));
            cloud.tables.take(id, HOST, 1, Need.of(flavor, placed.machine().image()), Need.ENDLESS);
            cloud.ports.order(placed, placed.nics(), "req-1");
        });
        answer();
        database().run(() -> {
            Server unwired = cloud.servers.rows.all().getFirst();
            var bound = (ServerPorts.Answer.Bound) cloud.ports.answer(unwired, unwired.nics(), true);
            Server wired = cloud.changes.change(
                    id,
                    server -> server.edit(
                            database().clock().instant(), edit -> edit.machine = edit.machine.withNics(bound.nics())));
            cloud.guests.publish(wired);
        });
        answer();
    }

    private SimCloud.Out out() {
        return new SimCloud.Out() {
            @Override
            public void desired(String node, String key, NodeDesired thing) {
                database().afterCommit(() -> {
                    if (thing == null) {
                        wishes.remove(key);
                    } else {
                        wishes.put(key, thing);
                        reports.add(report(thing));
                    }
                });
            }

            @Override
            public void order(ImageOrder order) {
                switch (order) {
                    case ImageOrder.Create create -> cloud.image(create.image(), "queued", Map.of());
                    case ImageOrder.Abandon abandon -> cloud.images.remove(abandon.image());
                    case ImageOrder.Delete delete -> cloud.images.remove(delete.image());
                }
            }

            @Override
            public void order(NetworkOrder order) {
                database().afterCommit(() -> networkOrders.add(order));
            }

            @Override
            public void told(UUID port, PortFact fact) {
                cloud.networks.hear(port, fact);
            }
        };
    }

    private NodeReport report(NodeDesired thing) {
        return switch (thing) {
            case NodeDesired.Guest guest ->
                new GuestSeen(
                        HOST,
                        guest.server(),
                        guest.epoch(),
                        guest.generation(),
                        Allocation.goal(guest.wish()),
                        guest.diskGeneration(),
                        guest.softReboots(),
                        guest.hardReboots(),
                        null,
                        0,
                        Map.of(),
                        "",
                        Instant.EPOCH);
            case NodeDesired.Snapshot snapshot ->
                new SnapshotSeen(
                        HOST,
                        snapshot.server(),
                        snapshot.image(),
                        snapshot.epoch(),
                        SnapshotSeen.State.DONE,
                        1,
                        1,
                        null,
                        "",
                        Instant.EPOCH);
            case NodeDesired.Lease _ -> throw new IllegalStateException("leases are not kept");
        };
    }

    @Override
    public void answer() {
        List<NodeReport> all = List.copyOf(reports);
        reports.clear();
        database().run(() -> {
            cloud.image(IMAGE, "active", DIGEST, Map.of());
            cloud.take(heartbeat());
            all.forEach(cloud::take);
            followNetworkOrders();
        });
    }

    private void followNetworkOrders() {
        List<NetworkOrder> orders = List.copyOf(networkOrders);
        networkOrders.clear();
        orders.forEach(order -> cloud.network.follow(order, false));
    }

    @Override
    public Saga<Object> saga() {
        return saga;
    }

    @Override
    public Object context() {
        return context;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public Object fingerprint() {
        Map<String, Object> world = new TreeMap<>();
        Server server = cloud.servers.rows.all().getFirst();
        List<Allocation> places = cloud.tables.rows.all();
        // Orders that nobody waits for arrive all the same.
        database().run(this::followNetworkOrders);
        if (deleting) {
            // What is gone stays gone: all that can be asked is that claims, quota and host agree.
            world.put("wish kept for each claim", places.size() == wishes.size());
            world.put("quota", server.deleted() == (cloud.quotas.rows.size() == 0));
            world.put("ports of nobody", server.deleted() && !devices().equals(Map.of(PORT, "")));
            return world;
        }
        world.put(
                "claims",
                places.stream()
                        .map(place -> place.node() + place.need() + place.wish())
                        .toList());
        world.put("host", cloud.hosts.rows.find(HOST).orElseThrow().allocated());
        // The larger flavor was reserved with the order, so that who asks learns at once that there is too little.
        world.put("quota", resizing ? "" : cloud.quotas.rows.all().toString());
        world.put("wishes", wishes.keySet().toString());
        world.put("images", cloud.images.keys().toString());
        world.put("flavor", server.flavor().name() + server.placement().node());
        world.put("snapshots", cloud.snapshots.rows.size());
        world.put("ports", devices());
        world.put(
                "wired",
                server.nics().stream()
                        .filter(nic -> nic.wire() != null)
                        .map(Nic::port)
                        .sorted()
                        .toList());
        return world;
    }

    private Map<UUID, String> devices() {
        Map<UUID, String> devices = new TreeMap<>();
        cloud.portRows.all().forEach(port -> devices.put(port.id(), port.deviceId() + port.host()));
        return devices;
    }

    /** Remembers the saga that an order begins, which is then the one under test. */
    private final class Captured implements Sagas {

        @Override
        @SuppressWarnings("unchecked")
        public <C> UUID start(Saga<C> started, String about, ProjectId project, C with) {
            if (subject.isEmpty() || !about.equals(subject) || !started.name().equals("boot-server")) {
                saga = (Saga<Object>) started;
                context = with;
                subject = about;
            }
            return SERVER;
        }

        @Override
        public void poke(String about) {
            store().poke(about);
        }

        @Override
        public List<UUID> cancel(String about, String reason) {
            return List.of();
        }

        @Override
        public List<SagaView> unfinished(String about) {
            return List.of();
        }
    }
}
