package io.oblako.compute.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.http.NodeHttp;
import io.oblako.compute.node.hypervisor.GatedHypervisor;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.image.HttpImageService;
import io.oblako.compute.node.image.ImageService;
import io.oblako.compute.node.image.Tokens;
import io.oblako.compute.node.messaging.KafkaDesired;
import io.oblako.compute.node.messaging.KafkaReports;
import io.oblako.compute.node.messaging.KnownImages;
import io.oblako.compute.node.metadata.MetadataServers;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.nic.OvsSwitch;
import io.oblako.compute.node.nic.TranslationMemory;
import io.oblako.compute.node.qemu.QemuHypervisor;
import io.oblako.compute.node.reconcile.DesiredSource;
import io.oblako.compute.node.reconcile.DesiredStore;
import io.oblako.compute.node.reconcile.FileDesiredStore;
import io.oblako.compute.node.reconcile.Node;
import io.oblako.compute.node.reconcile.NodeIdentity;
import io.oblako.compute.node.reconcile.Overheard;
import io.oblako.compute.node.reconcile.ThreadedRuntime;
import io.oblako.compute.node.simulated.SimulatedHypervisor;
import io.oblako.compute.node.snapshot.SnapshotActor.Snapshots;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.kernel.saga.FileStepGate;
import io.oblako.kernel.saga.StepGate;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.messaging.KafkaClients;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The daemon beside the guests. It starts without Kafka and without any service, goes on with what it kept, and leaves
 * its guests running when it ends.
 */
public final class NodeMain implements AutoCloseable {

    private static final Duration TOPICS_RETRY = Duration.ofSeconds(1);

    private final NodeConfig config;
    private final StepGate gate;
    private final Clock clock = Clock.systemUTC();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ThreadedRuntime runtime = new ThreadedRuntime(clock, meters);
    private final List<Node> nodes = new ArrayList<>();
    private final List<Hypervisor> hypervisors = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable HostSwitch hostSwitch;

    public NodeMain(NodeConfig config) {
        this(config, StepGate.OPEN);
    }

    /** @param gate where tests take hold of what is done to guests */
    NodeMain(NodeConfig config, StepGate gate) {
        this.config = config;
        this.gate = gate;
    }

    /** Runs until the process is told to end. Exit code 2: the settings are wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        NodeLogs.choose();
        NodeConfig config;
        StepGate gate;
        try {
            config = NodeConfig.of(System.getenv());
            gate = FileStepGate.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println("oblako-node: " + e.getMessage());
            System.exit(2);
            return;
        }
        NodeLogs.configure(config.jsonLogs());
        NodeMain main = new NodeMain(config, gate);
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            main.close();
            end.countDown();
        }));
        try {
            main.start();
        } catch (RuntimeException e) {
            Logger.getLogger(NodeMain.class).fatal("The node cannot start", e);
            System.exit(1);
        }
        end.await();
    }

    /** Starts all nodes of this process. */
    public void start() {
        AtomicFiles.privateFolder(config.stateDir());
        KafkaSettings kafka = new KafkaSettings(config.kafka(), config.topicPrefix(), "oblako/node/" + config.name());
        KafkaReports reports = new KafkaReports(new Publisher(kafka));
        open.add(reports);
        ImageService images = new HttpImageService(
                config.imageUrl(),
                new Tokens(config.identityUrl(), config.credentialId(), config.credentialSecret(), clock));
        String bootId = UUID.randomUUID().toString();
        KafkaDesired desired = new KafkaDesired(kafka);
        open.add(desired);
        NodeHttp http = new NodeHttp(
                config.httpHost(),
                config.httpPort(),
                new NodeCallSignature(config.secretsKey(), clock),
                new HttpView(),
                meters,
                runtime::execute);
        open.add(http);
        for (int number = 1; number <= config.count(); number++) {
            Node node = node(config.nodeName(number), bootId, reports, images);
            nodes.add(node);
            desired.listen(node.name(), withMetadata(node));
        }
        meters.gauge("oblako_node_nodes", nodes, List::size);
        http.start();
        nodes.forEach(Node::start);
        KnownImages known = new KnownImages(kafka, hypervisors);
        open.add(known);
        runtime.execute(() -> {
            makeTopics(kafka);
            desired.start();
            known.start();
        });
        Logger.getLogger(NodeMain.class)
                .infof(
                        "Node daemon %s: %d node(s), driver %s, HTTP %s",
                        config.name(), nodes.size(), config.driver(), config.httpUrl());
    }

    private Node node(String name, String bootId, KafkaReports reports, ImageService images) {
        boolean inMemory = config.count() > 1;
        Hypervisor hypervisor = gated(hypervisor(name, reports, images));
        hypervisors.add(hypervisor);
        DesiredStore store = inMemory
                ? DesiredStore.inMemory()
                : new FileDesiredStore(config.stateDir().resolve("desired"));
        var identity = new NodeIdentity(
                name,
                bootId,
                config.httpHost(),
                config.httpUrl(),
                config.resumeGuests(),
                NodeIdentity.HEARTBEAT,
                NodeIdentity.ROUND,
                NodeIdentity.REPEAT);
        var copies = config.stateDir().resolve("snapshots");
        var snapshots = new Snapshots(inMemory ? copies.resolve(name) : copies, images);
        return new Node(identity, hypervisor, store, reports, snapshots, runtime);
    }

    private Hypervisor gated(Hypervisor hypervisor) {
        return gate.armed() ? new GatedHypervisor(hypervisor, gate) : hypervisor;
    }

    private Hypervisor hypervisor(String name, KafkaReports reports, ImageService images) {
        return switch (config.driver()) {
            case SIMULATED ->
                new SimulatedHypervisor(
                        config.vcpus() == 0 ? 16 : config.vcpus(),
                        config.ramMib() == 0 ? 65_536 : config.ramMib(),
                        config.diskGib() == 0 ? 1_000 : config.diskGib());
            case QEMU ->
                new QemuHypervisor(
                        new QemuHypervisor.Setup(
                                name,
                                config.stateDir(),
                                config.controlGroup(),
                                config.hostStart(),
                                config.vcpus(),
                                config.ramMib(),
                                config.diskGib(),
                                (long) config.imageCacheGib() << 30),
                        images,
                        reports::send,
                        openSwitch(),
                        new SecretBox(config.secretsKey()),
                        clock);
        };
    }

    private HostSwitch openSwitch() {
        if (config.hostSwitch().isEmpty()) {
            return HostSwitch.NONE;
        }
        HostSwitch opened = new OvsSwitch(config.hostSwitch(), config.connections(), meters);
        open.add(opened);
        runtime.every(NodeIdentity.ROUND, opened::heal);
        TranslationMemory translations =
                new TranslationMemory(config.hostSwitch(), config.stateDir().resolve("translations"), meters);
        open.add(translations);
        runtime.every(NodeIdentity.ROUND, translations::heal);
        hostSwitch = opened;
        return opened;
    }

    /** Guests are told who they are where there is a switch to reach them by. */
    private DesiredSource.Listener withMetadata(Node node) {
        HostSwitch there = hostSwitch;
        if (there == null) {
            return node;
        }
        MetadataServers metadata = new MetadataServers(there, new SecretBox(config.secretsKey()), node::orders);
        open.add(metadata);
        runtime.every(NodeIdentity.ROUND, metadata::reconcile);
        return new Overheard(node, () -> runtime.execute(metadata::reconcile));
    }

    /** The broker may be away for as long as it likes. */
    private void makeTopics(KafkaSettings kafka) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                KafkaClients.makeTopics(
                        kafka,
                        List.of(
                                ComputeTopics.DESIRED,
                                ComputeTopics.REPORTS,
                                ImageTopics.IMAGES,
                                ImageTopics.CONVERSIONS));
                return;
            } catch (IllegalStateException e) {
                Logger.getLogger(NodeMain.class).warnf("Kafka at %s does not answer yet", config.kafka());
                try {
                    Thread.sleep(TOPICS_RETRY);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Ends the daemon; the guests run on. */
    @Override
    public void close() {
        nodes.forEach(Node::close);
        runtime.close();
        for (AutoCloseable each : open.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                Logger.getLogger(NodeMain.class).warn("Not closed in good order", e);
            }
        }
    }

    private final class HttpView implements NodeHttp.View {

        @Override
        public Optional<Hypervisor> hypervisorOf(UUID server) {
            return nodes.stream()
                    .filter(node -> node.knows(server))
                    .map(Node::hypervisor)
                    .findFirst();
        }

        @Override
        public boolean ready() {
            return !nodes.isEmpty() && nodes.stream().allMatch(Node::caughtUp);
        }

        @Override
        public Map<String, Object> status() {
            Map<String, Object> status = new LinkedHashMap<>();
            nodes.stream()
                    .limit(100)
                    .forEach(node -> status.put(
                            node.name(),
                            Map.of(
                                    "caughtUp", node.caughtUp(),
                                    "leaseValid", node.lease().valid(),
                                    "fenced", node.lease().fenced(),
                                    "epoch", node.lease().epoch(),
                                    "guests", node.overview().size())));
            return status;
        }
    }
}
