package io.oblako.compute.node.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.compute.contracts.GuestSpec.Nic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A guest begins connections without end, through a real switch that tracks them. Wants root and Open vSwitch. */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class ConnectionLimitsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MOST = 100;
    private static final int GUEST = 0;
    private static final int NEIGHBOUR = 1;
    private static final List<Nic> NICS = List.of(CabledGuests.nic(GUEST, false), CabledGuests.nic(NEIGHBOUR, false));
    private static final List<Integer> ZONES = List.of(5, 6);

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private CabledGuests guests;
    private SwitchDatabase database;
    private Datapath datapath;
    private OvsSwitch host;

    private static String cable(int guest) {
        return Tap.nameOf(NICS.get(guest).port());
    }

    @BeforeEach
    void start() throws IOException {
        guests = new CabledGuests(folder, MOST, meters, NICS);
        database = guests.database;
        datapath = guests.datapath();
        host = guests.host;
        host.connect(new UUID(1, 1), NICS);
        for (int guest : List.of(GUEST, NEIGHBOUR)) {
            database.zone(NICS.get(guest).port().toString(), ZONES.get(guest));
        }
    }

    @AfterEach
    void nothingIsLeft() {
        guests.close();
    }

    /** As the rules of OVN let it through. */
    private void track(int guest) {
        datapath.flow(
                "add-flow",
                "priority=10,in_port=%s,udp,actions=ct(commit,zone=%d)"
                        .formatted(database.number(cable(guest)), ZONES.get(guest)));
    }

    /** Datagrams to as many ports of somebody. */
    private void begin(int guest, int connections) {
        for (int port = 1; port <= connections; port++) {
            guests.send(guest, datagram(port));
        }
    }

    /** Without a checksum of UDP's own, which IPv4 allows. */
    private static byte[] datagram(int port) {
        byte[] frame = HexFormat.of()
                .parseHex("fa163e0000ff" + "fa163e000001" + "0800" + "4500001c000040004011" + "0000" + "0a000001"
                        + "0a000002" + "0fa0%04x00080000".formatted(port));
        ByteBuffer header = ByteBuffer.wrap(frame, 14, 20).slice();
        int sum = 0;
        for (int place = 0; place < header.capacity(); place += 2) {
            sum += header.getChar(place);
        }
        header.putChar(10, (char) ~(sum % 0xffff));
        return frame;
    }

    private static String zone(int zone, int connections) {
        return "zone=%d,limit=%d,count=%d".formatted(zone, MOST, connections);
    }

    @Test
    void NET_18_aGuestThatBeginsConnectionsWithoutEndTakesNoneOfTheOthers() {
        await().atMost(SOON).untilAsserted(() -> {
            host.heal();
            assertThat(datapath.limits()).containsExactlyInAnyOrder(zone(5, 0), zone(6, 0));
        });
        track(GUEST);
        track(NEIGHBOUR);
        begin(GUEST, 4 * MOST);
        await().atMost(SOON).until(() -> datapath.limits().contains(zone(5, MOST)));
        begin(NEIGHBOUR, MOST / 2);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(datapath.limits()).containsExactlyInAnyOrder(zone(5, MOST), zone(6, MOST / 2)));
    }

    @Test
    void NET_18_limitsComeBackToASwitchThatBeganAnewAndGoWithTheirPorts() {
        await().atMost(SOON).untilAsserted(() -> {
            host.heal();
            assertThat(datapath.limits()).hasSize(2);
        });
        double before = meters.counter("oblako_node_connection_limits_restored").count();
        host.heal();
        assertThat(meters.counter("oblako_node_connection_limits_restored").count())
                .isEqualTo(before);

        guests.restartDatapath();
        datapath = guests.datapath();
        assertThat(datapath.limits()).isEmpty();
        database.noZone(NICS.get(NEIGHBOUR).port().toString());
        await().atMost(SOON).untilAsserted(() -> {
            host.heal();
            assertThat(datapath.limits()).containsExactly(zone(5, 0));
        });
        assertThat(meters.counter("oblako_node_connection_limits_restored").count())
                .isGreaterThan(before);
    }

    @Test
    void NET_18_aSwitchThatTakesNoLimitsIsCountedAndAskedAgain() throws IOException {
        Path pid = folder.resolve("ovs-vswitchd.pid");
        Path away = folder.resolve("away");
        Files.move(pid, away);
        await().atMost(SOON).untilAsserted(() -> {
            host.heal();
            assertThat(meters.counter("oblako_node_connection_limits_failed").count())
                    .isPositive();
        });
        Files.move(away, pid);
        await().atMost(SOON).untilAsserted(() -> {
            host.heal();
            assertThat(datapath.limits()).hasSize(2);
        });
    }
}
