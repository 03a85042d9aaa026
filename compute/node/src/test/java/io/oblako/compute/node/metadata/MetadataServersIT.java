package io.oblako.compute.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.linux.NetworkSpace;
import io.oblako.compute.node.nic.Datapath;
import io.oblako.compute.node.nic.MetadataLink;
import io.oblako.compute.node.nic.OvsSwitch;
import io.oblako.compute.node.nic.SwitchDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests behind a real switch ask who they are; networks are VLANs here, as there is no OVN. Wants root, ethtool and Open
 * vSwitch.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class MetadataServersIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final UUID RED = UUID.fromString("11111111-0000-4000-8000-00000000abcd");
    private static final UUID BLUE = UUID.fromString("22222222-0000-4000-8000-00000000abcd");
    private static final int RED_TAG = 10;
    private static final int BLUE_TAG = 20;

    @TempDir
    Path folder;

    private final List<NodeDesired.Guest> orders = new CopyOnWriteArrayList<>();
    private final List<NetworkSpace> spaces = new ArrayList<>();
    private NetworkSpace host;
    private SwitchDatabase database;
    private Datapath datapath;
    private OvsSwitch hostSwitch;
    private MetadataServers servers;

    @BeforeEach
    void start() throws IOException {
        host = space();
        database = new SwitchDatabase(folder);
        datapath = new Datapath(folder, database, host);
        hostSwitch = new OvsSwitch(database.remote(), 1000, new SimpleMeterRegistry());
        open();
        await().atMost(SOON).until(() -> host.devices().contains("br-int"));
    }

    private NetworkSpace space() {
        NetworkSpace space = new NetworkSpace();
        spaces.add(space);
        return space;
    }

    private void open() {
        servers = new MetadataServers(hostSwitch, GuestsWithMetadata.BOX, () -> List.copyOf(orders));
    }

    @AfterEach
    void nothingIsLeft() {
        close();
        hostSwitch.close();
        datapath.close();
        database.close();
        spaces.forEach(NetworkSpace::close);
    }

    /** As the daemon does when it ends. */
    private void close() {
        host.in(() -> {
            servers.close();
            return true;
        });
    }

    /** As the daemon does, with the networks told apart as OVN would do it. */
    private void reconcile() {
        host.in(() -> {
            servers.reconcile();
            return true;
        });
        if (database.ports().contains(MetadataLink.nameOf(RED))) {
            database.connect(MetadataLink.nameOf(RED), RED_TAG);
        }
        if (database.ports().contains(MetadataLink.nameOf(BLUE))) {
            database.connect(MetadataLink.nameOf(BLUE), BLUE_TAG);
        }
    }

    /** The machine behind an interface. */
    private NetworkSpace guest(UUID server, String name, UUID network, int number, String address) throws IOException {
        Nic nic = GuestsWithMetadata.nic(network, number, address);
        orders.add(GuestsWithMetadata.guest(server, name, nic));
        NetworkSpace guest = space();
        String tap = "tap" + number;
        host.run("ip", "link", "add", "name", tap, "type", "veth", "peer", "name", "eth0", "netns", guest.path());
        host.run("ip", "link", "set", "dev", tap, "up");
        guest.run("ip", "link", "set", "dev", "eth0", "address", nic.mac());
        guest.run("ethtool", "-K", "eth0", "tx", "off");
        guest.in(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/eth0/accept_dad"), "0"));
        guest.run("ip", "address", "add", address + "/24", "dev", "eth0");
        guest.run("ip", "link", "set", "dev", "eth0", "up");
        guest.run("ip", "route", "add", "169.254.169.254", "dev", "eth0");
        database.connect(tap, network.equals(RED) ? RED_TAG : BLUE_TAG);
        return guest;
    }

    private static InetAddress four() {
        return InetAddress.ofLiteral("169.254.169.254");
    }

    private static String ask(NetworkSpace guest, String request) {
        return ask(guest, null, request);
    }

    /** @param from absent for the guest's own address */
    private static String ask(NetworkSpace guest, @Nullable String from, String request) {
        return guest.in(() -> {
            try (Socket socket = new Socket()) {
                if (from != null) {
                    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
                }
                return talk(socket, new InetSocketAddress(four(), 80), request);
            }
        });
    }

    private static String talk(Socket socket, InetSocketAddress to, String request) throws IOException {
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(to, PATIENCE_MILLIS);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n";
    }

    private static String body(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static String hostname(NetworkSpace guest) {
        return body(ask(guest, get("/latest/meta-data/hostname")));
    }

    private void answersCome(NetworkSpace guest, String hostname) {
        await().atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(hostname(guest)).isEqualTo(hostname));
    }

    @Test
    void CMP_07_guestsOfTwoNetworksWithTheSameAddressReadTheirOwn() throws IOException {
        UUID web = UUID.randomUUID();
        NetworkSpace red = guest(web, "web", RED, 1, "10.0.0.5");
        NetworkSpace blue = guest(UUID.randomUUID(), "data", BLUE, 2, "10.0.0.5");
        NetworkSpace second = guest(UUID.randomUUID(), "second", RED, 3, "10.0.0.6");
        reconcile();
        answersCome(red, "web");
        answersCome(blue, "data");
        answersCome(second, "second");
        String forged =
                "GET /latest/meta-data/hostname HTTP/1.1\r\nX-Instance-ID: %s\r\nX-Forwarded-For: 10.0.0.5\r\n\r\n"
                        .formatted(web);
        assertThat(body(ask(second, forged))).isEqualTo("second");
        assertThat(body(ask(red, get("/openstack/latest/meta_data.json")))).contains("s3cret-of-web");
        assertThat(body(ask(red, get("/openstack/latest/user_data")))).isEqualTo(GuestsWithMetadata.USER_DATA);
        assertThat(body(bySix(second))).isEqualTo("second");
    }

    private static String bySix(NetworkSpace guest) {
        return guest.in(() -> {
            byte[] address = InetAddress.ofLiteral("fe80::a9fe:a9fe").getAddress();
            int index = NetworkInterface.getByName("eth0").getIndex();
            InetAddress there = Inet6Address.getByAddress(null, address, index);
            try (Socket socket = new Socket()) {
                return talk(socket, new InetSocketAddress(there, 80), get("/latest/meta-data/hostname"));
            }
        });
    }

    @Test
    void CMP_07_whoBorrowsAnAddressIsNotAnswered() throws IOException {
        NetworkSpace web = guest(UUID.randomUUID(), "web", RED, 1, "10.0.0.5");
        NetworkSpace thief = guest(UUID.randomUUID(), "thief", RED, 2, "10.0.0.6");
        reconcile();
        answersCome(web, "web");
        answersCome(thief, "thief");
        // Nothing on this switch forbids it, as on a port without port security.
        thief.run("ip", "address", "add", "10.0.0.5/32", "dev", "eth0");
        thief.run("ip", "address", "add", "10.0.0.7/32", "dev", "eth0");
        assertThatThrownBy(() -> ask(thief, "10.0.0.5", get("/latest/meta-data/hostname")))
                .hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(ask(thief, "10.0.0.7", get("/latest/meta-data/hostname"))).startsWith("HTTP/1.1 404 ");
        assertThat(hostname(web)).isEqualTo("web");
    }

    @Test
    void NET_12_nothingElseAnswersAndOneGuestDoesNotHoldUpAnother() throws IOException {
        NetworkSpace web = guest(UUID.randomUUID(), "web", RED, 1, "10.0.0.5");
        NetworkSpace loud = guest(UUID.randomUUID(), "loud", RED, 2, "10.0.0.6");
        reconcile();
        answersCome(web, "web");
        answersCome(loud, "loud");
        for (int port : List.of(22, 53, 443, 6640, 8775, 8780, 9092)) {
            assertThatThrownBy(() -> web.in(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(new InetSocketAddress(four(), port), PATIENCE_MILLIS);
                            return port;
                        }
                    }))
                    .as("port %d", port)
                    .hasRootCauseInstanceOf(ConnectException.class);
        }
        List<Socket> held = new ArrayList<>();
        for (int i = 0; i < Turns.AT_ONCE; i++) {
            held.add(loud.in(() -> new Socket(four(), 80)));
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(turnedAway(loud)).isTrue());
        assertThat(hostname(web)).isEqualTo("web");
        for (Socket socket : held) {
            socket.close();
        }
        answersCome(loud, "loud");
    }

    private static boolean turnedAway(NetworkSpace guest) {
        try {
            return ask(guest, get("/")).isEmpty();
        } catch (IllegalStateException e) {
            return e.getCause() instanceof SocketException;
        }
    }

    @Test
    void CMP_08_nothingIsForwarded() throws IOException {
        NetworkSpace web = guest(UUID.randomUUID(), "web", RED, 1, "10.0.0.5");
        reconcile();
        answersCome(web, "web");
        for (String request : List.of(
                "GET http://keystone:5000/v3 HTTP/1.1\r\n\r\n",
                "CONNECT keystone:5000 HTTP/1.1\r\n\r\n",
                "GET /openstack/../../etc/passwd HTTP/1.1\r\n\r\n",
                "POST /openstack/latest/password HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
                "GET /openstack HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /" + "a".repeat(MetadataRequest.MAX_HEAD) + " HTTP/1.1\r\n\r\n")) {
            assertThat(ask(web, request)).as(request).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aServerComesBackWithItsDaemonAndGoesWithTheLastGuest() throws IOException {
        NetworkSpace web = guest(UUID.randomUUID(), "web", RED, 1, "10.0.0.5");
        reconcile();
        answersCome(web, "web");
        String number = database.number(MetadataLink.nameOf(RED));
        close();
        assertThat(host.devices()).doesNotContain(MetadataLink.nameOf(RED));
        assertThat(database.ports()).contains(MetadataLink.nameOf(RED));

        open();
        reconcile();
        answersCome(web, "web");
        // The rules that OVN has written go on.
        assertThat(database.number(MetadataLink.nameOf(RED))).isEqualTo(number);

        orders.set(0, new Orders(orders.getFirst()).wish(Wish.ABSENT).guest());
        reconcile();
        assertThat(host.devices()).doesNotContain(MetadataLink.nameOf(RED));
        assertThat(database.ports()).doesNotContain(MetadataLink.nameOf(RED));
    }

    /** It reads of the end of the old device and of the new one, which has the same name, in one go. */
    @Test
    void aSwitchThatWasBusyMeanwhileForwardsToTheNewServer() throws Exception {
        NetworkSpace web = guest(UUID.randomUUID(), "web", RED, 1, "10.0.0.5");
        reconcile();
        answersCome(web, "web");
        try (ExecutorService daemon = Executors.newVirtualThreadPerTaskExecutor()) {
            var reconciled = new AtomicReference<Future<?>>();
            datapath.starved(() -> {
                close();
                open();
                reconciled.set(daemon.submit(this::reconcile));
                assertThatThrownBy(() -> reconciled.get().get(3, TimeUnit.SECONDS))
                        .isInstanceOf(TimeoutException.class);
            });
            reconciled.get().get();
        }
        answersCome(web, "web");
    }
}
