package io.oblako.network.ovn;

import static io.oblako.network.ovn.Street.ATTACKER;
import static io.oblako.network.ovn.Street.BYSTANDER;
import static io.oblako.network.ovn.Street.STRANGER;
import static io.oblako.network.ovn.Street.VICTIM;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.contracts.MetadataPort;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import io.oblako.testing.guest.Taps;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a guest does with more than its own port: addresses it is given besides its own, the network's own machinery, the
 * tunnels below, and connection tracking, which all share (NET-07, NET-12, NET-14, NET-18). What a host's own stack must not
 * answer is seen where a host is, by {@code NetworkWireIT}.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class WallsIT {

    private static final Mac ALL = new Mac("ff:ff:ff:ff:ff:ff");
    private static final Mac NONE = new Mac("00:00:00:00:00:00");
    private static final Mac OF_THE_PAIR = new Mac("fa:16:3e:00:00:77");
    private static final Mac ME = Street.mac(ATTACKER);
    private static final Mac HIM = Street.mac(VICTIM);
    private static final Ip GATEWAY = Ip.of("10.0.0.1");
    private static final Ip EVERYBODY = Ip.of("10.0.0.255");
    private static final Ip NOBODY = Ip.of("10.0.0.99");

    private static final UUID ASKS_ONLY = Things.id("asks only");

    /** Of the port numbers above the well-known ones each so-manyth is tried; 1 for all, which takes minutes. */
    private static final int EACH = Integer.getInteger("walls.ports", 128);

    private static final int WELL_KNOWN = 1_023;
    private static final int HIGHEST = 65_535;
    /** Of many frames, what the switch's socket holds. */
    private static final int AT_ONCE = 100;

    private static final int HALF_OPEN = 20_000;
    private static final int VXLAN = 4_789;
    private static final int GENEVE = 6_081;
    private static final int TUNNELS = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static SwitchedHost host;

    private final Set<String> answers = new TreeSet<>();

    @BeforeAll
    static void start() {
        host = Street.host();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private Witness become(Model model) {
        host.want(model);
        host.settle();
        return new Witness(host, this::hear);
    }

    /** Somebody talks to the attacker: with a SYN or a datagram. A reset or ICMP says that nobody is there. */
    private void hear(Taps.Arrival arrival) {
        ByteBuffer frame = ByteBuffer.wrap(arrival.frame());
        boolean four = frame.getShort(12) == StrangeFrame.IPV4;
        if (arrival.tap() != ATTACKER || (!four && (frame.getShort(12) & 0xffff) != StrangeFrame.IPV6)) {
            return;
        }
        int protocol = frame.get(four ? 23 : 20);
        int transport = four ? 34 : 54;
        boolean syn = protocol == Payload.TCP && (frame.get(transport + 13) & StrangeFrame.SYN) != 0;
        if (syn || protocol == Payload.UDP) {
            answers.add("%d from port %d".formatted(protocol, frame.getShort(transport) & 0xffff));
        }
    }

    private static byte[] arp(Ip address, int number) {
        return StrangeFrame.ethernet(ALL, ME, StrangeFrame.ARP, StrangeFrame.arp(1, ME, address, NONE, NOBODY, number));
    }

    @Test
    void NET_07_aPairOpensItsAddressesAndNoOthers() {
        AddressPair four = new AddressPair(Cidr.of("10.0.0.64/30"), null);
        AddressPair six = new AddressPair(Cidr.of("fd00::40/126"), OF_THE_PAIR);
        Witness witness = become(new Street(Street.OPEN, four, six).model(Street.open()));
        List<Ip> own = List.of(Ip.of("10.0.0.64"), Ip.of("10.0.0.67"));
        for (Ip address : own) {
            witness.send(Witness.toVictim(ME, address, witness.next("pair")));
            witness.send(arp(address, witness.next("ARP of the pair")));
        }
        witness.send(Witness.toVictim(OF_THE_PAIR, Ip.of("fd00::43"), witness.next("pair with its MAC")));
        for (Ip stolen :
                List.of(GATEWAY, Street.four(VICTIM), Street.four(BYSTANDER), Ip.of("10.0.0.63"), Ip.of("10.0.0.68"))) {
            witness.send(Witness.toVictim(ME, stolen, witness.next("from " + stolen)));
            witness.send(arp(stolen, witness.next("ARP of " + stolen)));
        }
        for (Ip stolen : List.of(Ip.of("fd00::1"), Street.six(BYSTANDER), Ip.of("fd00::3f"), Ip.of("fd00::44"))) {
            witness.send(Witness.toVictim(ME, stolen, witness.next("from " + stolen)));
            witness.send(Witness.toVictim(OF_THE_PAIR, stolen, witness.next("by the pair's MAC from " + stolen)));
        }
        witness.send(Witness.toVictim(ME, Ip.of("fd00::43"), witness.next("pair without its MAC")));
        witness.send(Witness.toVictim(OF_THE_PAIR, Street.four(ATTACKER), witness.next("own address, pair's MAC")));
        assertThat(witness.look())
                .isEqualTo(Map.of(
                        "pair", Set.of(VICTIM),
                        "pair with its MAC", Set.of(VICTIM),
                        "ARP of the pair", Set.of(VICTIM, BYSTANDER)));
        Witness later = become(new Street(Street.OPEN).model(Street.open()));
        own.forEach(address -> later.send(Witness.toVictim(ME, address, later.next("a pair that is taken back"))));
        assertThat(later.look()).isEmpty();
    }

    private void knock(Witness witness, Mac mac, Ip source, Ip to) {
        int sent = 0;
        for (int port = 1; port <= HIGHEST; port += port <= WELL_KNOWN ? 1 : EACH) {
            for (int protocol : List.of(Payload.TCP, Payload.UDP)) {
                Packet packet = new Packet(source, to, new Segment(protocol, 30_000, port));
                witness.send(new MarkedFrame(mac, ME, packet, witness.next("knock")).bytes());
                if (++sent % AT_ONCE == 0) {
                    witness.awaitRead();
                }
            }
        }
    }

    @Test
    void NET_12_nothingOfTheNetworkItselfAnswersAGuestButDhcp() {
        Witness witness = become(new Street(Street.OPEN).model(Street.open()));
        Ip me = Street.four(ATTACKER);
        Mac metadata = new Mac(MetadataPort.mac(Things.id("red")));
        knock(witness, Street.gatewayMac(), me, GATEWAY);
        knock(witness, metadata, me, Packet.PLATFORM);
        knock(witness, Street.gatewayMac(), Street.six(ATTACKER), Ip.of("fd00::1"));
        knock(witness, Street.gatewayMac(), Street.linkLocal(ME), Street.linkLocal(Street.gatewayMac()));
        assertThat(witness.look().values()).as("what ICMP quotes").allMatch(Set.of(ATTACKER)::equals);
        assertThat(answers).isEmpty();
        Packet asks = new Packet(Ip.of("0.0.0.0"), Ip.of("255.255.255.255"), new Segment(Payload.UDP, 68, 67));
        witness.send(new MarkedFrame(ALL, ME, asks, witness.next("DHCP")).bytes());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (answers.isEmpty() && System.nanoTime() < deadline) {
            witness.look();
        }
        assertThat(answers).containsExactly("17 from port 67");
    }

    /** A frame to the stranger, as it would come out of a tunnel of this number. */
    private static byte[] tunnelled(int port, int tunnel, int number) {
        // The victim's address is the stranger's as well.
        Packet packet = new Packet(Street.four(ATTACKER), Street.four(VICTIM), new Segment(Payload.UDP, 4_000, 4_000));
        byte[] inner = new MarkedFrame(Street.mac(STRANGER), ME, packet, number).bytes();
        byte[] head = port == GENEVE
                ? new byte[] {0, 0, 0x65, 0x58, 0, 0, (byte) tunnel, 0}
                : new byte[] {8, 0, 0, 0, 0, 0, (byte) tunnel, 0};
        return StrangeFrame.udp(new Segment(Payload.UDP, 50_000, port), StrangeFrame.join(head, inner));
    }

    private static byte[] outer(Mac mac, Ip to, byte[] datagram) {
        byte[] packet = StrangeFrame.four(Street.four(ATTACKER), to, Payload.UDP, 0, new byte[0], datagram);
        return StrangeFrame.ethernet(mac, ME, StrangeFrame.IPV4, packet);
    }

    @Test
    void NET_14_nothingLeadsToANeighbourOfAnotherTenantWithTheSameAddress() {
        Witness witness = become(new Street(Street.OPEN).model(Street.open()));
        Mac strangersGateway = new Mac("fa:16:3e:00:02:00");
        for (Mac mac : List.of(Street.mac(STRANGER), strangersGateway)) {
            for (Ip to : List.of(Street.four(VICTIM), GATEWAY, EVERYBODY)) {
                Packet ping = new Packet(Street.four(ATTACKER), to, Message.echo(4));
                witness.send(new MarkedFrame(mac, ME, ping, witness.next("by MAC " + mac)).bytes());
            }
        }
        for (int tunnel = 0; tunnel < TUNNELS; tunnel++) {
            for (int port : List.of(VXLAN, GENEVE)) {
                for (Ip to : List.of(GATEWAY, Ip.of("127.0.0.1"))) {
                    byte[] inside = tunnelled(port, tunnel, witness.next("tunnel"));
                    witness.send(outer(Street.gatewayMac(), to, inside));
                }
                byte[] inside = tunnelled(port, tunnel, witness.next("tunnel to all"));
                witness.send(outer(ALL, EVERYBODY, inside));
            }
        }
        Map<String, Set<Integer>> seen = witness.look();
        assertThat(seen.values()).allSatisfy(taps -> assertThat(taps).doesNotContain(STRANGER));
        assertThat(seen).as("neighbours hear it").containsEntry("tunnel to all", Set.of(VICTIM, BYSTANDER));
    }

    /** The victim lets nothing in but answers to what it asked: whether one passes shows whether it is tracked. */
    private static boolean answered(int question) {
        Segment asks = new Segment(Payload.UDP, 20_000 + question, 53);
        Packet packet = new Packet(Street.four(VICTIM), Street.four(BYSTANDER), asks);
        MarkedFrame frame = new MarkedFrame(Street.mac(BYSTANDER), HIM, packet, HALF_OPEN * 2 + question);
        host.taps().send(VICTIM, frame.bytes());
        return comes(BYSTANDER, frame.number()) && answeredAgain(frame);
    }

    private static boolean answeredAgain(MarkedFrame frame) {
        host.taps().send(BYSTANDER, frame.back().bytes());
        return comes(VICTIM, -frame.number());
    }

    private static boolean comes(int tap, int mark) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (Taps.Arrival arrival : host.taps().receive(Duration.ofMillis(100))) {
                if (arrival.tap() == tap && StrangeFrame.marked(arrival.frame()).orElse(0) == mark) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Of the three million flows that the datapath tracks; nothing yet keeps one guest from taking them all. */
    @Test
    void NET_18_halfOpenFlowsOfOneGuestTakeNothingFromOthers() {
        var rule = Street.rule(ASKS_ONLY, Direction.EGRESS, EtherType.IPV4, null, null);
        host.want(new Street(ASKS_ONLY).model(Street.group(ASKS_ONLY, rule), Street.open()));
        host.settle();
        assertThat(answered(0)).isTrue();
        for (int i = 0; i < HALF_OPEN; i++) {
            Packet packet = new Packet(
                    Street.four(ATTACKER), Street.four(BYSTANDER), new Segment(Payload.UDP, 1_024 + i, 1_024 + i));
            host.taps().send(ATTACKER, new MarkedFrame(Street.mac(BYSTANDER), ME, packet, i + 1).bytes());
            if (i % AT_ONCE == AT_ONCE - 1) {
                assertThat(comes(BYSTANDER, i + 1)).isTrue();
            }
        }
        assertThat(host.connections()).isGreaterThan(HALF_OPEN);
        assertThat(answered(1)).isTrue();
        Packet old = new Packet(Street.four(VICTIM), Street.four(BYSTANDER), new Segment(Payload.UDP, 20_000, 53));
        assertThat(answeredAgain(new MarkedFrame(Street.mac(BYSTANDER), HIM, old, HALF_OPEN * 2)))
                .isTrue();
    }
}
