package io.oblako.compute.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.NodeCallSignature;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.contracts.NodeReport.Heartbeat;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaClients;
import io.oblako.messaging.KafkaSettings;
import io.oblako.testing.Engines;
import io.oblako.testing.guest.BootSectorGuest;
import io.oblako.testing.guest.FakeCloud;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole daemon with a real broker: orders in, reports out, console and images by HTTP, a restart in between. */
class NodeMainIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @TempDir
    Path state;

    private final FakeCloud cloud = new FakeCloud();
    private final Map<UUID, GuestSeen> guests = new ConcurrentHashMap<>();
    private final Map<UUID, String> traces = new ConcurrentHashMap<>();
    private final Map<UUID, SnapshotSeen> snapshots = new ConcurrentHashMap<>();
    private final Map<String, Heartbeat> heartbeats = new ConcurrentHashMap<>();
    private KafkaSettings kafka;
    private KafkaProducer<String, byte[]> producer;
    private FactReader<NodeReport> reports;
    private NodeMain node;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Engines.Space space = Engines.space("node");
        kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "test");
        KafkaClients.makeTopics(kafka, List.of(ComputeTopics.DESIRED, ComputeTopics.REPORTS));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", space.kafka(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        reports = new FactReader<>(kafka, ComputeTopics.REPORTS, message -> {
                    switch (message.payload()) {
                        case GuestSeen seen -> {
                            guests.put(seen.server(), seen);
                            traces.put(seen.server(), String.valueOf(message.traceparent()));
                        }
                        case SnapshotSeen seen -> snapshots.put(seen.image(), seen);
                        case Heartbeat beat -> heartbeats.put(beat.node(), beat);
                        case null -> throw new AssertionError("reports have no tombstones");
                    }
                })
                .start();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        node.close();
        reports.close();
        producer.close();
        cloud.close();
    }

    private void startDaemon(String driver) {
        Map<String, String> environment = new HashMap<>();
        environment.put("OBLAKO_NODE_NAME", "n1");
        environment.put("OBLAKO_NODE_DRIVER", driver);
        environment.put("OBLAKO_NODE_STATE_DIR", state.toString());
        environment.put("OBLAKO_NODE_HTTP_PORT", Integer.toString(port));
        environment.put("OBLAKO_KAFKA", kafka.bootstrap());
        environment.put("OBLAKO_TOPIC_PREFIX", kafka.topicPrefix());
        environment.put("OBLAKO_IDENTITY_URL", cloud.url() + "/v3");
        environment.put("OBLAKO_IMAGE_URL", cloud.url());
        environment.put("OBLAKO_NODE_CREDENTIAL_ID", "credential");
        environment.put("OBLAKO_NODE_CREDENTIAL_SECRET", "hidden");
        environment.put("OBLAKO_SECRETS_KEY", KEY);
        node = new NodeMain(NodeConfig.of(environment));
        node.start();
    }

    private void say(NodeDesired desired) {
        say(desired, Map.of());
    }

    private void say(NodeDesired desired, Map<String, String> headers) {
        var message = new ProducerRecord<>(
                kafka.topic(ComputeTopics.DESIRED),
                ComputeTopics.desiredPartition(desired.node()),
                desired.key(),
                Json.bytes(desired));
        Map.of("ce_id", UUID.randomUUID().toString(), "ce_source", "test", "ce_type", "test", "ce_specversion", "1.0")
                .forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        headers.forEach((name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(message);
        producer.flush();
    }

    private void becomes(UUID server, GuestState state, long generation) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(guests).containsKey(server);
            assertThat(guests.get(server).state()).as("%s", guests.get(server)).isEqualTo(state);
            assertThat(guests.get(server).generation()).isEqualTo(generation);
        });
    }

    private HttpResponse<String> get(String target, boolean signed) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target));
        if (signed) {
            String signature = new NodeCallSignature(Secret.of(KEY), Clock.systemUTC()).sign("GET", target);
            request.header(NodeCallSignature.HEADER, signature);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"simulated", "qemu"})
    void aGuestGoesItsWholeWayThroughTheDaemon(String driver) throws Exception {
        byte[] disk = BootSectorGuest.disk();
        UUID image = UUID.randomUUID();
        cloud.stored.put(image, disk);
        cloud.toBreak.set(1);
        String sha512 = BootSectorGuest.sha512();
        GuestSpec usual = Orders.spec();
        Orders order = Orders.anOrder()
                .server(UUID.randomUUID())
                .spec(new GuestSpec(
                        usual.name(),
                        usual.hostname(),
                        1,
                        32,
                        4 << 20,
                        0,
                        0,
                        new GuestSpec.Image(image, "raw", disk.length, disk.length, sha512),
                        Map.of(),
                        List.of(),
                        true,
                        "{}",
                        "{}",
                        "{}",
                        null,
                        10));
        UUID server = order.guest().server();

        startDaemon(driver);
        say(order.guest());
        becomes(server, GuestState.RUNNING, 1);
        assertThat(guests.get(server).timings()).containsKey("exec");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(heartbeats.get("n1").guests()).isEqualTo(1));

        String console = "/guests/" + server + "/console?length=1";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get(console, true).body()).isNotBlank());
        assertThat(get(console, true).body().lines()).hasSizeLessThanOrEqualTo(1);
        assertThat(get(console, false).statusCode()).isEqualTo(401);
        assertThat(get("/guests/" + UUID.randomUUID() + "/console", true).statusCode())
                .isEqualTo(404);
        assertThat(get("/health/ready", false).statusCode()).isEqualTo(200);
        assertThat(get("/metrics", false).body()).contains("oblako_node_actions");

        UUID copy = UUID.randomUUID();
        say(new NodeDesired.Snapshot("n1", server, copy, "p1", 1, "req-2"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(snapshots.get(copy))
                        .isNotNull()
                        .satisfies(seen -> assertThat(seen.state()).isEqualTo(SnapshotSeen.State.DONE)));
        assertThat(new String(cloud.stored.get(copy), 0, 3, StandardCharsets.ISO_8859_1))
                .isEqualTo("QFI");

        if (driver.equals("qemu")) {
            restart(driver, server);
        }
        Orders paused = order.wish(Wish.PAUSED);
        say(paused.guest());
        becomes(server, GuestState.PAUSED, 2);
        Orders suspended = paused.wish(Wish.SUSPENDED);
        say(suspended.guest());
        becomes(server, GuestState.SUSPENDED, 3);
        Orders resumed = suspended.wish(Wish.RUNNING);
        say(resumed.guest());
        becomes(server, GuestState.RUNNING, 4);
        Orders rebooted = resumed.counting(0, 0, 1);
        say(rebooted.guest());
        becomes(server, GuestState.RUNNING, 5);
        assertThat(guests.get(server).hardReboots()).isEqualTo(1);
        Orders stopped = rebooted.stopped();
        say(stopped.guest());
        becomes(server, GuestState.STOPPED, 6);
        say(stopped.absent().guest());
        becomes(server, GuestState.GONE, 7);
        if (driver.equals("qemu")) {
            assertThat(cloud.downloads.get()).isEqualTo(2);
            try (var left = Files.list(state.resolve("guests"))) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void theTraceOfTheRequestThatLedToAnOrderGoesOnInTheReports() {
        Orders order = Orders.anOrder().server(UUID.randomUUID());
        UUID server = order.guest().server();
        String trace = "0af7651916cd43dd8448eb211c80319c";
        startDaemon("simulated");
        say(order.guest(), Map.of("traceparent", "00-" + trace + "-b7ad6b7169203331-01"));
        becomes(server, GuestState.RUNNING, 1);
        assertThat(traces.get(server)).startsWith("00-" + trace + '-').endsWith("-01");
        say(order.stopped().guest());
        becomes(server, GuestState.STOPPED, 2);
        assertThat(traces.get(server)).as("nobody traced the second request").isEqualTo("null");
    }

    /** The daemon ends and comes back; the guest does not notice. */
    private void restart(String driver, UUID server) {
        List<Long> before = processes(server);
        assertThat(before).isNotEmpty();
        node.close();
        assertThat(processes(server)).isEqualTo(before);
        guests.clear();
        startDaemon(driver);
        becomes(server, GuestState.RUNNING, 1);
        assertThat(processes(server)).isEqualTo(before);
    }

    private static List<Long> processes(UUID server) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(server.toString()))
                        .orElse(false))
                .map(ProcessHandle::pid)
                .sorted()
                .toList();
    }
}
