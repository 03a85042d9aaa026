package io.oblako.compute.work;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.image.BootImages;
import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.network.ChooseNics;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.node.GuestSpecs;
import io.oblako.compute.domain.node.TakeGuestReport;
import io.oblako.compute.domain.node.TakeHeartbeat;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.saga.ServerWork;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.Explainer;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.domain.schedule.Scheduler;
import io.oblako.compute.domain.schedule.Weights;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.CreateServers;
import io.oblako.compute.domain.server.FlavorClaims;
import io.oblako.compute.domain.server.GuestSecretsBox;
import io.oblako.compute.domain.server.OrderServer;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerChanges;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.snapshot.CreateImageOfServer;
import io.oblako.compute.domain.snapshot.TakeSnapshotReport;
import io.oblako.compute.messaging.PlainMessages;
import io.oblako.compute.persistence.PlainPostgres;
import io.oblako.compute.sim.SimPorts;
import io.oblako.image.contracts.ImageFact;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.FileStepGate;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.kernel.token.Caller;
import io.oblako.messaging.JdbcInbox;
import io.oblako.messaging.JdbcOutbox;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.OrderConsumer;
import io.oblako.messaging.OutboxRelay;
import io.oblako.messaging.saga.PostgresSagaStore;
import io.oblako.testing.Callers;
import io.oblako.testing.guest.BootSectorGuest;
import io.oblako.testing.saga.ThreadTransactions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Compute without its HTTP, in a process of its own that may be killed at any step: domain, sagas, tables, outbox and
 * report consumer are the real ones. It takes orders from its standard input, one a line: {@code create}, or a word and a
 * server's id.
 */
final class KilledCompute {

    static final String PROJECT = "killed";
    private static final Caller OWNER = Callers.of(PROJECT, "member");
    static final UUID IMAGE = new UUID(1, 1);
    private static final long BYTES = BootSectorGuest.DISK_BYTES;
    private static final Flavor FLAVOR =
            new Flavor("f", "f", 1, 64, 1, 0, 0, 1, true, false, null, Map.of(), Instant.EPOCH);
    private static final NetworkWish ONE_NETWORK =
            new NetworkWish.These(List.of(new NetworkWish.Item(SimPorts.NETWORK, null, null, null)));
    private static final Ratios RATIOS = Ratios.STANDARD;

    private final ThreadTransactions transactions;
    private final OrderServer orders;
    private final CreateServers create;
    private final CreateImageOfServer snapshot;
    private final Servers servers;
    private final NetworkWish wished;

    private KilledCompute(
            String url, String user, String password, KafkaSettings kafka, Path gate, NetworkWish wished) {
        this.wished = wished;
        PGSimpleDataSource real = new PGSimpleDataSource();
        real.setUrl(url);
        real.setUser(user);
        real.setPassword(password);
        transactions = new ThreadTransactions(real);
        DataSource joined = transactions.dataSource();
        PlainPostgres tables = new PlainPostgres(joined);
        OutboxRelay relay = new OutboxRelay(real, kafka).start();
        servers = tables.servers();
        PlainMessages messages = PlainMessages.of(new JdbcOutbox(joined, kafka, transactions, relay));
        SagaSettings quick = SagaSettings.STANDARD.withLease(Duration.ofSeconds(1));
        SagaEngine engine = new SagaEngine(quick, new PostgresSagaStore(joined), transactions, new FileStepGate(gate));
        Clock clock = Clock.systemUTC();
        ServerChanges changes = new ServerChanges(tables.servers(), messages.facts());
        DesiredGuests guests = new DesiredGuests(tables.allocations(), messages.desired(), new GuestSpecs());
        FleetView fleet = new FleetView();
        ServerWork work = new ServerWork(
                tables.servers(),
                changes,
                tables.allocations(),
                guests,
                tables.hosts(),
                tables.actions(),
                clock.instant());
        ClaimHost claims = new ClaimHost(
                fleet,
                new Explainer(new Scheduler(Weights.STANDARD)),
                tables.hosts(),
                tables.allocations(),
                tables.explanations(),
                RATIOS);
        FlavorClaims flavorClaims = new FlavorClaims(tables.allocations(), tables.quotas());
        Networks networks = PlainMessages.networks(kafka, engine, transactions);
        ComputeSagas sagas = new ComputeSagas(
                engine,
                work,
                claims,
                new ComputeSagas.Ports(
                        flavorClaims,
                        tables.quotas(),
                        new OneImage(),
                        messages.imageOrders(),
                        tables.snapshots(),
                        messages.desired(),
                        RATIOS,
                        new ServerPorts(networks, messages.networkOrders())));
        orders = new OrderServer(changes, tables.actions(), sagas, flavorClaims, guests, clock, UUID::randomUUID);
        snapshot = new CreateImageOfServer(orders, UUID::randomUUID);
        create = new CreateServers(
                new CreateServers.Known(new BootImages(new OneImage()), new ChooseNics(networks, UUID::randomUUID)),
                new GuestSecretsBox(new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[32])))),
                fleet,
                tables.quotas(),
                new CreateServers.Commit(changes, tables.actions(), sagas),
                new CreateServers.Source(clock, UUID::randomUUID));
        TakeGuestReport guestReports = new TakeGuestReport(
                tables.servers(), changes, tables.allocations(), guests, messages.desired(), sagas, clock);
        TakeSnapshotReport snapshotReports = new TakeSnapshotReport(tables.snapshots(), messages.desired(), sagas);
        TakeHeartbeat heartbeats = new TakeHeartbeat(tables.heartbeats(), messages.desired(), clock, "nova");
        engine.register(sagas.all().toArray(new Saga<?>[0]));
        engine.start();
        new OrderConsumer<>(kafka, ComputeTopics.REPORTS, "compute", transactions, new JdbcInbox(joined), message -> {
                    switch (message.payload()) {
                        case NodeReport.Heartbeat beat -> heartbeats.take(beat);
                        case NodeReport.GuestSeen seen -> guestReports.take(seen);
                        case NodeReport.SnapshotSeen seen -> snapshotReports.take(seen);
                        case null -> throw new IllegalStateException("reports have no tombstones");
                    }
                })
                .start();
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                fleet.replace(transactions.call(() -> tables.hosts().list()).stream()
                        .map(host -> host.view(RATIOS))
                        .toList());
                pause();
            }
        });
        while (fleet.current().size() == 0) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Arguments: JDBC URL, user, password, Kafka, topic prefix, folder of the step gate, whether servers get a network. */
    public static void main(String[] arguments) throws IOException {
        KilledCompute compute = new KilledCompute(
                arguments[0],
                arguments[1],
                arguments[2],
                new KafkaSettings(arguments[3], arguments[4], "compute", "1"),
                Path.of(arguments[5]),
                Boolean.parseBoolean(arguments[6]) ? ONE_NETWORK : new NetworkWish.None());
        System.out.println("ready");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("did " + compute.act(line.split(" ")));
            }
        }
        System.exit(0);
    }

    private UUID act(String[] words) {
        return RequestContext.fresh()
                .get(() -> transactions.call(() -> {
                    if (words[0].equals("create")) {
                        return create.create(OWNER, request()).getFirst().id();
                    }
                    UUID server = UUID.fromString(words[1]);
                    if (words[0].equals("image")) {
                        snapshot.create(OWNER, server, "copy", Map.of());
                        return server;
                    }
                    return orders.request(OWNER, server, order(words[0], server))
                            .id();
                }));
    }

    private UUID lastPort(UUID server) {
        return servers.find(server).orElseThrow().nics().getLast().port();
    }

    private ServerOrder order(String word, UUID server) {
        return switch (word) {
            case "stop" -> new ServerOrder.Stop();
            case "start" -> new ServerOrder.Start();
            case "attach" ->
                new ServerOrder.AttachInterface(
                        new Nic(UUID.randomUUID(), SimPorts.NETWORK, null, Set.of(), null, true, null));
            case "detach" -> new ServerOrder.DetachInterface(lastPort(server));
            case "delete" -> new ServerOrder.Delete();
            case "rebuild" -> {
                BootImage image =
                        new BootImage(IMAGE, "image", "raw", BYTES, BYTES, BootSectorGuest.sha512(), 0, 0, Map.of());
                var details = new Server.Details("rebuilt", null, "rebuilt", Map.of(), Set.of(), null, null, false);
                yield new ServerOrder.Rebuild(details, image, null, null);
            }
            default -> throw new IllegalArgumentException(word);
        };
    }

    private ServerRequest request() {
        return new ServerRequest(
                "server", null, null, IMAGE, FLAVOR, Map.of(), Set.of(), null, null, null, false, null, null, null,
                null, null, wished, List.of(), 1, 1);
    }

    private static final class OneImage implements Images {

        private static final ImageFact FACT = new ImageFact(
                IMAGE,
                PROJECT,
                "image",
                "active",
                "public",
                Set.of(),
                "raw",
                "bare",
                BYTES,
                BYTES,
                BootSectorGuest.sha512(),
                0,
                0,
                false,
                false,
                Map.of("os_shutdown_timeout", "5"),
                1,
                Instant.EPOCH,
                Instant.EPOCH);

        @Override
        public Optional<ImageFact> find(UUID id) {
            return Optional.of(FACT);
        }

        @Override
        public List<ImageFact> all() {
            return List.of(FACT);
        }

        @Override
        public Optional<ImageFact> await(UUID id, Predicate<Optional<ImageFact>> wanted) {
            return Optional.of(FACT);
        }
    }
}
