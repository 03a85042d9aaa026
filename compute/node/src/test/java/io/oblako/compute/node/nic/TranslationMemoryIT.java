package io.oblako.compute.node.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.compute.node.linux.NetworkSpace;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real switch tracks what goes through a floating IP, by flows as OVN writes them, while the address changes hands.
 * Wants root and Open vSwitch.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class TranslationMemoryIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final String FLOATING = "203.0.113.11";
    private static final String OWNER = "10.0.1.10";
    private static final String NEXT = "10.0.1.20";
    private static final String SOMEBODY = "198.51.100.7";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private NetworkSpace place;
    private SwitchDatabase database;
    private Datapath datapath;
    private TranslationMemory memory;

    @BeforeEach
    void somebodyAndTheOwnerHaveAskedEachOther() throws IOException {
        place = new NetworkSpace();
        database = new SwitchDatabase(folder);
        datapath = new Datapath(folder, database, place);
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("br-int.mgmt")));
        datapath.flow("add-flow", "ip,nw_src=10.0.1.0/24,actions=ct(commit,table=1,zone=5,nat(src=203.0.113.10))");
        datapath.flow("add-flow", "ip,nw_src=" + FLOATING + ",actions=ct(commit,table=1,zone=6)");
        leadTo(OWNER);
        memory = memory();
        datapath.send(udp(SOMEBODY, FLOATING, 5_000));
        datapath.send(udp(OWNER, SOMEBODY, 6_000));
        // Neither is the floating IP's: another guest behind the same router, and one who is asked by the address.
        datapath.send(udp("10.0.1.99", SOMEBODY, 7_000));
        datapath.send(udp(FLOATING, "10.0.9.9", 8_000));
        assertThat(ports()).containsExactlyInAnyOrder(5_000, 6_000, 7_000, 8_000);
    }

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        datapath.close();
        database.close();
        place.close();
    }

    private TranslationMemory memory() {
        return new TranslationMemory(database.remote(), folder.resolve("translations"), meters);
    }

    private void leadTo(String inner) {
        datapath.flow("del-flows", "ip,nw_src=" + OWNER);
        datapath.flow(
                "add-flow",
                "priority=40000,ip,nw_src=%s,actions=ct(commit,table=1,zone=5,nat(src=%s))".formatted(inner, FLOATING));
        datapath.flow(
                "add-flow", "ip,nw_dst=%s,actions=ct(commit,table=1,zone=5,nat(dst=%s))".formatted(FLOATING, inner));
    }

    private void takeAway() {
        datapath.flow("del-flows", "ip,nw_src=" + OWNER);
        datapath.flow("del-flows", "ip,nw_dst=" + FLOATING);
    }

    /** A datagram of nothing to port 53, without a checksum of its own, as IPv4 allows. */
    private static String udp(String source, String destination, int port) {
        ByteBuffer packet = ByteBuffer.allocate(28)
                .putInt(0x4500001c)
                .putInt(0)
                .putInt(0x40110000)
                .put(address(source))
                .put(address(destination))
                .putShort((short) port)
                .putShort((short) 53)
                .putInt(8 << 16);
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += packet.getShort(at) & 0xffff;
        }
        packet.putShort(10, (short) ~((sum & 0xffff) + (sum >> 16)));
        return "020000000002" + "020000000001" + "0800" + HexFormat.of().formatHex(packet.array());
    }

    private static byte[] address(String text) {
        return InetAddress.ofLiteral(text).getAddress();
    }

    /** Of those who asked, in all that is tracked. */
    private List<Integer> ports() {
        return datapath.connections().stream()
                .map(line -> Integer.valueOf(line.replaceAll(".*?sport=([0-9]+).*", "$1")))
                .toList();
    }

    /** Until it has heard which flows there are. */
    private void listen() {
        memory.heal();
        await().atMost(SOON).until(() -> Files.exists(folder.resolve("translations")));
    }

    @Test
    void NET_11_flowsThroughAFloatingIpThatIsTakenAwayAreForgottenWithinASecond() {
        listen();
        assertThat(ports()).hasSize(4);
        takeAway();
        await().atMost(A_SECOND).until(() -> ports().size() == 2);
        assertThat(ports()).containsExactlyInAnyOrder(7_000, 8_000);
        assertThat(meters.counter("oblako_node_translations_flushed").count()).isEqualTo(1);
    }

    @Test
    void NET_11_flowsAreForgottenWhenTheAddressLeadsToANeighbour() {
        listen();
        leadTo(NEXT);
        await().atMost(A_SECOND).until(() -> ports().size() == 2);
        datapath.send(udp(SOMEBODY, FLOATING, 5_000));
        assertThat(datapath.connections()).anyMatch(line -> line.contains("sport=5000") && line.contains(NEXT));
    }

    @Test
    void NET_11_whatWasDecidedBeforeAndIsRememberedAnewIsForgottenAsWell() throws IOException {
        listen();
        takeAway();
        await().atMost(A_SECOND).until(() -> ports().size() == 2);
        datapath.flow(
                "add-flow",
                "priority=40000,ip,nw_src=%s,actions=ct(commit,table=1,zone=5,nat(src=%s))".formatted(OWNER, FLOATING));
        datapath.send(udp(OWNER, SOMEBODY, 6_000));
        assertThat(ports()).hasSize(3);
        memory.heal();
        assertThat(ports()).hasSize(2);
        memory.heal();
        assertThat(folder.resolve("translations")).isEmptyFile();
    }

    @Test
    void NET_11_whatIsTakenAwayWhileNoDaemonRunsIsForgottenByTheNext() {
        listen();
        memory.close();
        takeAway();
        assertThat(ports()).hasSize(4);
        memory = memory();
        memory.heal();
        memory.heal();
        assertThat(ports()).containsExactlyInAnyOrder(7_000, 8_000);
    }

    @Test
    void whatIsToldTwiceOrClearedForAMomentGoesOn() {
        listen();
        datapath.flow("del-flows", "ip");
        await().atMost(A_SECOND).until(() -> ports().size() == 2);
        leadTo(OWNER);
        datapath.send(udp(SOMEBODY, FLOATING, 5_000));
        memory.heal();
        memory.heal();
        assertThat(datapath.connections()).anyMatch(line -> line.contains("sport=5000") && line.contains(OWNER));
    }

    @Test
    void whereNoSwitchIsNothingIsDone() {
        try (TranslationMemory none =
                new TranslationMemory("unix:" + folder.resolve("none/db.sock"), folder.resolve("none"), meters)) {
            none.heal();
        }
        assertThat(folder.resolve("none")).doesNotExist();
        assertThat(meters.counter("oblako_node_translations_failed").count()).isZero();
    }
}
