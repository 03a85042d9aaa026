package io.oblako.network.ovn;

import static io.oblako.network.ovn.Street.ATTACKER;
import static io.oblako.network.ovn.Street.BYSTANDER;
import static io.oblako.network.ovn.Street.STRANGER;
import static io.oblako.network.ovn.Street.VICTIM;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Segment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Frames that a guest puts into its cable to pose as somebody else, and where they come out: nowhere. Every guest's
 * rules let all packets through. An honest frame after each round shows that frames do come out (NET-03 to NET-06,
 * NET-20).
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class SpoofingIT {

    private static final Mac ALL = new Mac("ff:ff:ff:ff:ff:ff");
    private static final Mac FOREIGN = new Mac("02:00:00:00:00:99");
    private static final Mac NONE = new Mac("00:00:00:00:00:00");
    private static final Ip GATEWAY = Ip.of("10.0.0.1");
    private static final Ip ALL_NODES = Ip.of("ff02::1");
    private static final Mac ALL_NODES_MAC = new Mac("33:33:00:00:00:01");
    private static final Ip DHCP_ASKERS = Ip.of("255.255.255.255");

    private static final int NEIGHBOUR_SOLICITATION = 135;
    private static final int NEIGHBOUR_ADVERTISEMENT = 136;
    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;

    private static final int FLOOD = 10_000;
    /** Of the flood, what the switch's socket holds. */
    private static final int AT_ONCE = 100;

    private static final Mac ME = Street.mac(ATTACKER);
    private static final Mac HIM = Street.mac(VICTIM);

    private static SwitchedHost host;

    private final Witness witness = new Witness(host, _ -> {});

    @BeforeAll
    static void start() {
        host = Street.host();
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private void nothingButHonestFramesHaveCome() {
        assertThat(witness.look()).isEmpty();
    }

    private static byte[] tagged(int type, byte[] frame) {
        byte[] addresses = Arrays.copyOf(frame, 12);
        byte[] rest = Arrays.copyOfRange(frame, 12, frame.length);
        return StrangeFrame.join(addresses, StrangeFrame.two(type), StrangeFrame.two(0), rest);
    }

    /** As IEEE 802.2 has it: a length in the type's place, then SNAP with the type. */
    private static byte[] snap(byte[] frame) {
        byte[] addresses = Arrays.copyOf(frame, 12);
        byte[] rest = Arrays.copyOfRange(frame, 12, frame.length);
        byte[] head = {(byte) 0xaa, (byte) 0xaa, 3, 0, 0, 0};
        return StrangeFrame.join(addresses, StrangeFrame.two(head.length + rest.length), head, rest);
    }

    /** As it is, tagged and wrapped. */
    private void inAllWrappings(String name, IntFunction<byte[]> frame) {
        witness.send(frame.apply(witness.next(name)));
        witness.send(tagged(VLAN, frame.apply(witness.next(name + ", 802.1Q"))));
        witness.send(tagged(SERVICE_VLAN, frame.apply(witness.next(name + ", 802.1ad"))));
        witness.send(tagged(SERVICE_VLAN, tagged(VLAN, frame.apply(witness.next(name + ", both tags")))));
        witness.send(snap(frame.apply(witness.next(name + ", SNAP"))));
    }

    private static byte[] arp(Mac to, Mac from, int operation, Mac sender, Ip address, Ip target, int number) {
        return StrangeFrame.ethernet(
                to, from, StrangeFrame.ARP, StrangeFrame.arp(operation, sender, address, NONE, target, number));
    }

    @Test
    void NET_03_nobodyAnswersForAddressesOfOthers() {
        for (Ip stolen : List.of(GATEWAY, Street.four(VICTIM), Street.four(BYSTANDER), Ip.of("10.0.0.77"))) {
            inAllWrappings("gratuitous ARP " + stolen, mark -> arp(ALL, ME, 1, ME, stolen, stolen, mark));
            inAllWrappings("ARP answer " + stolen, mark -> arp(HIM, ME, 2, ME, stolen, Street.four(VICTIM), mark));
            inAllWrappings("ARP question " + stolen, mark -> arp(ALL, ME, 1, ME, stolen, Ip.of("10.0.0.99"), mark));
        }
        Ip own = Street.four(ATTACKER);
        for (Mac mac : List.of(Street.gatewayMac(), HIM, FOREIGN)) {
            inAllWrappings("ARP of hardware " + mac, mark -> arp(HIM, ME, 2, mac, own, Street.four(VICTIM), mark));
            inAllWrappings("ARP from " + mac, mark -> arp(HIM, mac, 2, mac, own, Street.four(VICTIM), mark));
            inAllWrappings("ARP from " + mac + " of us", mark -> arp(HIM, mac, 2, ME, own, Street.four(VICTIM), mark));
        }
        nothingButHonestFramesHaveCome();
        witness.send(arp(ALL, ME, 1, ME, own, own, witness.next("honest ARP")));
        assertThat(witness.look()).containsEntry("honest ARP", Set.of(VICTIM, BYSTANDER));
    }

    @Test
    void NET_03_nobodySendsFromAddressesOfOthers() {
        List<Ip> stolen = List.of(
                GATEWAY,
                Street.four(VICTIM),
                Street.four(BYSTANDER),
                Ip.of("8.8.8.8"),
                Ip.of("0.0.0.0"),
                Ip.of("127.0.0.1"),
                Ip.of("255.255.255.255"),
                Ip.of("224.0.0.1"),
                Ip.of("169.254.169.254"),
                Ip.of("fd00::1"),
                Street.six(BYSTANDER),
                Ip.of("2001:db8::1"),
                Ip.of("::"),
                Ip.of("::1"),
                Ip.of("ff02::1"),
                Street.linkLocal(HIM),
                Street.linkLocal(Street.gatewayMac()));
        for (Ip source : stolen) {
            inAllWrappings("from " + source, mark -> Witness.toVictim(ME, source, mark));
        }
        nothingButHonestFramesHaveCome();
    }

    /** An option of ND (RFC 4861, section 4.6) that nobody knows, with the mark in it. */
    private static byte[] option(int number) {
        return StrangeFrame.join(new byte[] {(byte) 253, 2, 0, 0, 0, 0, 0, 0}, StrangeFrame.mark(number));
    }

    private static byte[] hardware(int type, Mac mac) {
        return StrangeFrame.join(new byte[] {(byte) type, 1}, MarkedFrame.bytes(mac));
    }

    private static byte[] discovery(Ip source, Ip to, int type, byte[] body) {
        byte[] message = StrangeFrame.icmpSix(source, to, type, 0, body);
        Mac mac = to.equals(ALL_NODES) ? ALL_NODES_MAC : HIM;
        return StrangeFrame.ethernet(
                mac, ME, StrangeFrame.IPV6, StrangeFrame.six(source, to, Payload.ICMP_V6, 255, message));
    }

    private static byte[] advertisement(Ip source, Ip target, Mac hardware, int number) {
        byte[] flags = {(byte) 0x20, 0, 0, 0};
        byte[] body = StrangeFrame.join(flags, MarkedFrame.bytes(target), hardware(2, hardware), option(number));
        return discovery(source, ALL_NODES, NEIGHBOUR_ADVERTISEMENT, body);
    }

    private static byte[] router(Ip source, int number) {
        byte[] body =
                StrangeFrame.join(new byte[] {64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0}, hardware(1, ME), option(number));
        return discovery(source, ALL_NODES, ROUTER_ADVERTISEMENT, body);
    }

    @Test
    void NET_04_nobodyAdvertisesNeighboursThatOthersAre() {
        Ip own = Street.six(ATTACKER);
        Ip link = Street.linkLocal(ME);
        for (Ip source : List.of(own, link)) {
            for (Ip stolen : List.of(Street.six(VICTIM), Street.six(BYSTANDER), Ip.of("fd00::1"), Ip.of("fd00::77"))) {
                inAllWrappings("NA " + stolen, mark -> advertisement(source, stolen, ME, mark));
            }
            for (Mac mac : List.of(HIM, FOREIGN, Street.gatewayMac())) {
                inAllWrappings("NA of hardware " + mac, mark -> advertisement(source, own, mac, mark));
            }
        }
        for (Ip source : List.of(Street.six(VICTIM), Street.linkLocal(Street.gatewayMac()), Ip.of("fd00::1"))) {
            inAllWrappings("NA from " + source, mark -> advertisement(source, source, ME, mark));
        }
        nothingButHonestFramesHaveCome();
        witness.send(advertisement(own, own, ME, witness.next("honest NA")));
        witness.send(advertisement(link, link, ME, witness.next("honest NA of the link")));
        assertThat(witness.look())
                .containsEntry("honest NA", Set.of(VICTIM, BYSTANDER))
                .containsEntry("honest NA of the link", Set.of(VICTIM, BYSTANDER));
    }

    /** The switch reads what is in SNAP like what is not. */
    private void theNeighboursHaveSeenNothingBut(String... names) {
        Map<String, Set<Integer>> expected = new TreeMap<>();
        for (String name : names) {
            expected.put(name, Set.of(VICTIM, BYSTANDER));
            expected.put(name + ", SNAP", Set.of(VICTIM, BYSTANDER));
        }
        assertThat(witness.look()).isEqualTo(expected);
    }

    /**
     * Known, and harmless to others: whoever asks this way sends what is for itself elsewhere. ovn-controller compares the
     * hardware of questions whose hop limit is 225 alone, where all have 255.
     */
    @Test
    void NET_04_OVN_23_03_doesNotCompareTheHardwareInNeighbourSolicitations() {
        byte[] asks = StrangeFrame.join(new byte[4], MarkedFrame.bytes(Ip.of("fd00::99")), hardware(1, FOREIGN));
        inAllWrappings(
                "foreign NS",
                mark -> discovery(
                        Street.six(ATTACKER),
                        ALL_NODES,
                        NEIGHBOUR_SOLICITATION,
                        StrangeFrame.join(asks, option(mark))));
        theNeighboursHaveSeenNothingBut("foreign NS");
    }

    @Test
    void NET_04_nobodyAdvertisesRoutersInTheNameOfOthers() {
        for (Ip source : List.of(Street.linkLocal(Street.gatewayMac()), Ip.of("fd00::1"), Street.six(VICTIM))) {
            inAllWrappings("RA from " + source, mark -> router(source, mark));
        }
        nothingButHonestFramesHaveCome();
    }

    /**
     * Known (README of the network): ovn-northd lets such messages pass before it asks an ACL of any stage (priority 65532
     * of ls_in_acl, ls_in_acl_after_lb and ls_out_acl). No node daemon is here, whose flows drop them (ADR 0075).
     */
    @Test
    void NET_04_OVN_23_03_letsAGuestsOwnRouterAdvertisementIntoItsNetwork() {
        inAllWrappings("RA of the link", mark -> router(Street.linkLocal(ME), mark));
        inAllWrappings("RA of an address", mark -> router(Street.six(ATTACKER), mark));
        theNeighboursHaveSeenNothingBut("RA of the link", "RA of an address");
    }

    private static byte[] answer(Ip source, Ip to, Mac mac, int number) {
        Segment segment = source.four() ? new Segment(Payload.UDP, 67, 68) : new Segment(Payload.UDP, 547, 546);
        return new MarkedFrame(mac, ME, new Packet(source, to, segment), number).bytes();
    }

    @Test
    void NET_05_nobodyAnswersDhcp() {
        Ip own = Street.four(ATTACKER);
        inAllWrappings("offer to all", mark -> answer(own, DHCP_ASKERS, ALL, mark));
        inAllWrappings("offer", mark -> answer(own, Street.four(VICTIM), HIM, mark));
        inAllWrappings("offer of the gateway", mark -> answer(GATEWAY, DHCP_ASKERS, ALL, mark));
        inAllWrappings("reply", mark -> answer(Street.linkLocal(ME), Street.linkLocal(HIM), HIM, mark));
        inAllWrappings("reply from its address", mark -> answer(Street.six(ATTACKER), Street.six(VICTIM), HIM, mark));
        nothingButHonestFramesHaveCome();
    }

    @Test
    void NET_06_foreignMacAddressesAreDroppedAndRememberedNowhere() {
        Random random = new Random(6);
        int forwarding = host.southboundRows("FDB") + host.southboundRows("MAC_Binding");
        for (int i = 0; i < FLOOD; i++) {
            byte[] bytes = new byte[6];
            random.nextBytes(bytes);
            Mac mac = new Mac(HexFormat.ofDelimiter(":").formatHex(bytes));
            witness.send(Witness.toVictim(mac, Street.four(ATTACKER), witness.next("foreign MAC")));
            if (i % AT_ONCE == 0) {
                witness.awaitRead();
            }
        }
        for (Mac mac : List.of(HIM, Street.gatewayMac(), ALL, ALL_NODES_MAC, NONE)) {
            inAllWrappings("MAC " + mac, mark -> Witness.toVictim(mac, Street.four(ATTACKER), mark));
        }
        nothingButHonestFramesHaveCome();
        assertThat(host.southboundRows("FDB") + host.southboundRows("MAC_Binding"))
                .isEqualTo(forwarding);
    }

    @Test
    void NET_06_switchesHearNothingFromGuests() {
        for (String group : List.of("01:80:c2:00:00:00", "01:80:c2:00:00:02", "01:80:c2:00:00:0e")) {
            byte[] llc = {0x42, 0x42, 3, 0, 0, 0, 0, 0};
            Mac to = new Mac(group);
            witness.send(StrangeFrame.ethernet(
                    to, ME, 38, StrangeFrame.join(llc, StrangeFrame.mark(witness.next("BPDU to " + group)))));
            witness.send(StrangeFrame.ethernet(
                    to, ME, 0x8809, StrangeFrame.join(llc, StrangeFrame.mark(witness.next("LACP to " + group)))));
            witness.send(StrangeFrame.ethernet(
                    to, ME, 0x88cc, StrangeFrame.join(llc, StrangeFrame.mark(witness.next("LLDP to " + group)))));
        }
        nothingButHonestFramesHaveCome();
    }

    @Test
    void NET_20_aGuestSeesItsOwnFramesAndThoseForAllAlone() {
        witness.send(Witness.toVictim(ME, Street.four(ATTACKER), witness.next("to the victim")));
        Packet ping = new Packet(Street.four(ATTACKER), Street.four(VICTIM), Message.echo(4));
        witness.send(new MarkedFrame(FOREIGN, ME, ping, witness.next("to nobody")).bytes());
        witness.send(arp(ALL, ME, 1, ME, Street.four(ATTACKER), Ip.of("10.0.0.99"), witness.next("to all")));
        Map<String, Set<Integer>> seen = witness.look();
        assertThat(seen)
                .containsEntry("to the victim", Set.of(VICTIM))
                .doesNotContainKey("to nobody")
                .containsEntry("to all", Set.of(VICTIM, BYSTANDER));
        assertThat(seen.values()).allSatisfy(taps -> assertThat(taps).doesNotContain(STRANGER));
    }
}
