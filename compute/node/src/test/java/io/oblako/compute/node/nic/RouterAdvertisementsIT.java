package io.oblako.compute.node.nic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.testing.guest.Taps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guests tell each other to be their router, by a real switch that passes everything that this host does not forbid.
 * Wants root and Open vSwitch.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class RouterAdvertisementsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofMillis(200);

    private static final HexFormat HEX = HexFormat.of();
    /** Both from the link-local address of fa:16:3e:00:00:01 to all nodes, with right checksums. */
    private static final String ADVERTISEMENT = "8600c6ee4000070800000000000000000101fa163e000001";

    private static final String SOLICITATION = "8700d95400000000fe80000000000000f8163efffe0000020101fa163e000001";
    private static final int ICMP = 58;
    private static final int OPTIONS = 60;
    private static final int ROUTING = 43;
    private static final int AUTHENTICATION = 51;
    private static final int FRAGMENT = 44;
    /** How far a packet has to go that stays on its link. */
    private static final int HOPS = 255;

    private static final UUID SERVER = new UUID(1, 1);
    private static final int GUEST = 0;
    private static final int NEIGHBOUR = 1;
    /** On a port without port security. */
    private static final int ROUTER = 2;

    private static final List<Nic> NICS =
            List.of(CabledGuests.nic(GUEST, false), CabledGuests.nic(NEIGHBOUR, false), CabledGuests.nic(ROUTER, true));

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, String> names = new HashMap<>();
    private CabledGuests guests;
    private SwitchDatabase database;
    private Datapath datapath;
    private OvsSwitch host;

    @BeforeEach
    void start() throws IOException {
        guests = new CabledGuests(folder, 1000, meters, NICS);
        database = guests.database;
        datapath = guests.datapath();
        host = guests.host;
    }

    @AfterEach
    void nothingIsLeft() {
        guests.close();
    }

    /**
     * In hex.
     *
     * @param tags of VLANs
     * @param first type of what follows the header
     * @param extensions headers, each with the type of the next in its first place
     */
    private static String frame(int hops, String tags, int first, String extensions, String message) {
        String ethernet = "333300000001" + "fa163e000001" + tags + "86dd";
        int length = (extensions + message).length() / 2;
        String header = "60000000%04x%02x%02x".formatted(length, first, hops);
        String addresses = "fe80000000000000f8163efffe000001" + "ff020000000000000000000000000001";
        return ethernet + header + addresses + extensions + message;
    }

    private static String plain(String message) {
        return frame(HOPS, "", ICMP, "", message);
    }

    private static String tagged(String message) {
        return frame(HOPS, "81000064", ICMP, "", message);
    }

    private void send(int from, String name, String frame) {
        names.put(frame, name);
        guests.send(from, HEX.parseHex(frame));
    }

    /** What has come out of a guest's cable, by name, up to the last that was sent, which is something that passes. */
    private Set<String> seen(int from, int at) {
        Set<String> seen = new TreeSet<>();
        send(from, "last", frame(HOPS - 1, "", ICMP, "", SOLICITATION));
        await().atMost(SOON).until(() -> {
            for (Taps.Arrival arrival : guests.receive(SILENCE)) {
                if (arrival.tap() == at) {
                    seen.add(names.getOrDefault(HEX.formatHex(arrival.frame()), "other"));
                }
            }
            return seen.remove("last");
        });
        return seen;
    }

    @Test
    void NET_04_nothingByWhichAGuestSaysThatItIsARouterComesOut() throws IOException {
        host.connect(SERVER, NICS);
        String option = "010400000000";
        send(GUEST, "advertisement", plain(ADVERTISEMENT));
        send(GUEST, "from afar", frame(HOPS - 1, "", ICMP, "", ADVERTISEMENT));
        send(GUEST, "802.1Q", tagged(ADVERTISEMENT));
        send(GUEST, "802.1ad", frame(HOPS, "88a80064", ICMP, "", ADVERTISEMENT));
        send(GUEST, "hop by hop", frame(HOPS, "", 0, "3a00" + option, ADVERTISEMENT));
        send(GUEST, "routing header", frame(HOPS, "", ROUTING, "3a00" + "020000000000", ADVERTISEMENT));
        send(GUEST, "authentication header", frame(HOPS, "", AUTHENTICATION, "3a01" + "0".repeat(20), ADVERTISEMENT));
        String chain = ("3c00" + option).repeat(7) + "3a00" + option;
        send(GUEST, "eight headers", frame(HOPS, "", OPTIONS, chain, ADVERTISEMENT));
        send(GUEST, "the only fragment", frame(HOPS, "", FRAGMENT, "3a00000000000001", ADVERTISEMENT));
        send(GUEST, "first fragment", frame(HOPS, "", FRAGMENT, "3a00000100000001", ADVERTISEMENT));
        send(GUEST, "headers alone", frame(HOPS, "", FRAGMENT, "3c00000100000001" + "3a00" + option, ""));
        send(GUEST, "tagged fragment", frame(HOPS, "81000064", FRAGMENT, "3a00000100000001", ADVERTISEMENT));
        send(GUEST, "solicitation", plain(SOLICITATION));
        send(GUEST, "tagged solicitation", tagged(SOLICITATION));
        send(GUEST, "fragment of a ping", frame(64, "", FRAGMENT, "3a00000100000001", "8000000000010001"));
        assertThat(seen(GUEST, NEIGHBOUR))
                .containsExactlyInAnyOrder("solicitation", "tagged solicitation", "fragment of a ping");
    }

    @Test
    void NET_04_withoutPortSecurityAGuestMayBeARouterButNotOnNetworksOfATrunk() throws IOException {
        host.connect(SERVER, NICS);
        send(ROUTER, "advertisement", plain(ADVERTISEMENT));
        send(ROUTER, "tagged advertisement", tagged(ADVERTISEMENT));
        send(ROUTER, "tagged solicitation", tagged(SOLICITATION));
        assertThat(seen(ROUTER, NEIGHBOUR)).containsExactlyInAnyOrder("advertisement", "tagged solicitation");
    }

    @Test
    void NET_04_whatASwitchThatBeganAnewHasLostIsPutBackAndTheRestsOfPortsGo() throws IOException {
        host.connect(SERVER, NICS);
        List<String> drops = datapath.drops();
        assertThat(drops).hasSize(6);
        host.heal();
        assertThat(meters.counter("oblako_node_router_guards_restored").count()).isZero();

        datapath.clear();
        datapath.settle();
        send(GUEST, "advertisement", plain(ADVERTISEMENT));
        assertThat(seen(GUEST, NEIGHBOUR)).containsExactly("advertisement");
        host.heal();
        assertThat(datapath.drops()).containsExactlyInAnyOrderElementsOf(drops);
        assertThat(meters.counter("oblako_node_router_guards_restored").count()).isEqualTo(6);
        datapath.settle();
        send(GUEST, "advertisement", plain(ADVERTISEMENT));
        assertThat(seen(GUEST, NEIGHBOUR)).isEmpty();

        String number = database.number(Tap.nameOf(NICS.get(GUEST).port()));
        host.disconnect(SERVER, Set.of(NICS.get(GUEST).port()));
        host.heal();
        assertThat(datapath.drops()).hasSize(4).noneMatch(flow -> flow.contains("in_port=" + number + ","));
    }

    @Test
    void NET_04_thePortOfAGuestThatCouldBeARouterIsNotConnected() throws IOException {
        Path management = folder.resolve("br-int.mgmt");
        Path away = folder.resolve("away");
        await().atMost(SOON).until(() -> Files.exists(management));
        Files.move(management, away);
        assertThatThrownBy(() -> host.connect(SERVER, NICS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("router");
        assertThat(host.connected(SERVER)).isEmpty();
        assertThat(host.servers()).containsExactly(SERVER);
        host.heal();
        assertThat(meters.counter("oblako_node_router_guards_failed").count()).isEqualTo(1);

        Files.move(away, management);
        host.connect(SERVER, NICS);
        assertThat(host.connected(SERVER)).hasSize(3);
        assertThat(datapath.drops()).hasSize(6);
    }
}
