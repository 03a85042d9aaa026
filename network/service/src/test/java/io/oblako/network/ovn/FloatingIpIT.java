package io.oblako.network.ovn;

import static io.oblako.network.ovn.TwoTiersHost.ASKED;
import static io.oblako.network.ovn.TwoTiersHost.BANK_WEB;
import static io.oblako.network.ovn.TwoTiersHost.OUTER_MAC;
import static io.oblako.network.ovn.TwoTiersHost.SHOP_WEB;
import static io.oblako.network.ovn.TwoTiersHost.SOMEBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.Flow;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.ovn.TwoTiersHost.Came;
import io.oblako.testing.guest.Taps;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packets through floating IPs of a real host, from and to a cable outside: what becomes of flows when the address
 * goes to somebody else (NET-11), who is told what, and how much passes under a limit.
 */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class FloatingIpIT {

    /** Of the web server, and the router's, under which all leave who have none of their own; the shop's ones. */
    private static final Ip WEB = Ip.of("10.0.1.10");

    private static final Ip SHARED = Ip.of("203.0.113.10");

    /** A hundredth of the load, which a busy machine sends less of. */
    private static final int LIMIT_KBPS = 80;

    private static final int BURST_KBIT = 80;
    private static final int PADDING = 1_000;
    private static final Duration LOAD = Duration.ofSeconds(1);
    private static final long MILLISECOND = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static TwoTiersHost tiers;
    private static SwitchedHost host;

    @BeforeAll
    static void start() {
        tiers = new TwoTiersHost();
        host = tiers.host();
    }

    @AfterAll
    static void stop() {
        tiers.close();
    }

    @BeforeEach
    void asItWas() {
        tiers.asItWas();
    }

    private static Came at(int tap, String source, String destination, int from, int to) {
        return new Came(tap, new Packet(Ip.of(source), Ip.of(destination), new Segment(Payload.UDP, from, to)));
    }

    /** Somebody has asked the shop, which answered, and the shop has asked somebody. */
    private void flowsBegin() {
        String shop = tiers.address("shop floating").toString();
        tiers.fromOutside("shop floating", 5_000, ASKED, 0);
        assertThat(tiers.everything()).containsExactly(at(SHOP_WEB, "198.51.100.7", "10.0.1.10", 5_000, ASKED));
        tiers.fromWeb("shop", ASKED, 5_000, 0);
        assertThat(tiers.everything()).containsExactly(at(host.outside(), shop, "198.51.100.7", ASKED, 5_000));
        tiers.fromWeb("shop", 6_000, 7_000, 0);
        assertThat(tiers.everything()).containsExactly(at(host.outside(), shop, "198.51.100.7", 6_000, 7_000));
        tiers.fromOutside("shop floating", 7_000, 6_000, 0);
        assertThat(tiers.everything()).containsExactly(at(SHOP_WEB, "198.51.100.7", "10.0.1.10", 7_000, 6_000));
    }

    /** Both flows go on, at both ends, whoever is taken for the one who has the address. */
    private List<Came> flowsGoOn() {
        for (String next : List.of("shop floating port", "shop gateway", "bank gateway")) {
            Mac mac = tiers.mac(next);
            Ip shop = tiers.address("shop floating");
            tiers.fromOutside(mac, new Packet(SOMEBODY, shop, new Segment(Payload.UDP, 5_000, ASKED)), 0);
            tiers.fromOutside(mac, new Packet(SOMEBODY, shop, new Segment(Payload.UDP, 7_000, 6_000)), 0);
        }
        tiers.fromWeb("shop", ASKED, 5_000, 0);
        tiers.fromWeb("shop", 6_000, 7_000, 0);
        return tiers.everything();
    }

    private static void noGuestHearsOfThem(List<Came> all) {
        assertThat(all).allSatisfy(came -> assertThat(came.tap()).isEqualTo(host.outside()));
    }

    @Test
    void NET_11_aFloatingIpThatIsTakenAwayLeadsNoFlowInAnyMore() {
        flowsBegin();
        tiers.move(null);
        noGuestHearsOfThem(flowsGoOn());
    }

    @Test
    void NET_11_whoeverGetsAFloatingIpNextGetsNothingOfWhatWentThroughIt() {
        flowsBegin();
        tiers.move("bank database");
        noGuestHearsOfThem(flowsGoOn());
        tiers.move("bank web");
        tiers.fromOutside("shop floating", 5_001, ASKED, 0);
        assertThat(tiers.everything()).containsExactly(at(BANK_WEB, "198.51.100.7", "10.0.1.10", 5_001, ASKED));
    }

    /**
     * Known: connection tracking remembers the translation, so that whoever had the address goes on to send under it in
     * flows that there were. The node daemon, which is not here, makes it forget (ADR 0076), as this does.
     */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "bank database")
    void NET_11_OVN_23_03_letsTheLastOwnerOfAnAddressSendUnderItUntilThatIsForgotten(@Nullable String next) {
        flowsBegin();
        tiers.move(next);
        assertThat(flowsGoOn()).isEqualTo(leaving(tiers.address("shop floating")));
        host.forget(tiers.address("shop floating"), WEB);
        assertThat(flowsGoOn()).isEqualTo(leaving(SHARED));
    }

    /** Known, for the same reason: behind the same router the flows even lead in. */
    @Test
    void NET_11_OVN_23_03_leadsFlowsToTheLastOwnerUntilThatIsForgottenWhenANeighbourGetsTheAddress() {
        flowsBegin();
        tiers.move("shop database");
        assertThat(flowsGoOn())
                .contains(
                        at(SHOP_WEB, "198.51.100.7", "10.0.1.10", 5_000, ASKED),
                        at(SHOP_WEB, "198.51.100.7", "10.0.1.10", 7_000, 6_000));
        host.forget(tiers.address("shop floating"), WEB);
        assertThat(flowsGoOn()).isEqualTo(leaving(SHARED));
    }

    /** What goes on at the guest's end, when it leaves under this address. */
    private static List<Came> leaving(Ip address) {
        return List.of(
                at(host.outside(), address.toString(), "198.51.100.7", ASKED, 5_000),
                at(host.outside(), address.toString(), "198.51.100.7", 6_000, 7_000));
    }

    /** Else it would make nothing be forgotten. */
    @Test
    void NET_11_flowsSayWhereAFloatingIpLeadsInTheFormThatTheNodeDaemonReads() {
        String form = ".* table=[0-9]+, .*,nw_dst=%s actions=.*,nat\\(dst=%s\\)\\)";
        assertThat(host.flows())
                .filteredOn(flow -> flow.matches(form.formatted(tiers.address("shop floating"), WEB)))
                .hasSize(1);
    }

    /** What an ICMP message that came out of a cable says: who is told by whom, and about whose packet to whom. */
    private record Told(int tap, Ip by, Ip whom, int type, int code, Ip source, Ip destination) {

        private static final int OUTER = 14;
        private static final int MESSAGE = OUTER + 20;
        private static final int QUOTED = MESSAGE + 8;

        static Told of(Taps.Arrival arrival) {
            byte[] frame = arrival.frame();
            return new Told(
                    arrival.tap(),
                    ip(frame, OUTER + 12),
                    ip(frame, OUTER + 16),
                    frame[MESSAGE],
                    frame[MESSAGE + 1],
                    ip(frame, QUOTED + 12),
                    ip(frame, QUOTED + 16));
        }

        private static Ip ip(byte[] frame, int at) {
            return new Ip(4, new BigInteger(1, frame, at, 4));
        }
    }

    /** Somebody's router, or a guest, says that a packet did not get through. */
    private static byte[] complaint(int type, int code, Ip by, Ip whom, Packet about) {
        byte[] datagram = StrangeFrame.udp((Segment) about.payload(), StrangeFrame.mark(1));
        byte[] quoted = StrangeFrame.four(about.source(), about.destination(), Payload.UDP, 0, new byte[0], datagram);
        byte[] head = {(byte) type, (byte) code, 0, 0, 0, 0, 0, 0};
        byte[] message = StrangeFrame.plainlySummed(StrangeFrame.join(head, quoted));
        return StrangeFrame.four(by, whom, Payload.ICMP, 0, new byte[0], message);
    }

    private static List<Told> told() {
        return host.taps().receive(PATIENCE).stream()
                .filter(arrival -> arrival.frame()[23] == Payload.ICMP)
                .map(Told::of)
                .toList();
    }

    /** Too long, too old, to a port that is shut: without, long packets would vanish and no route could be traced. */
    @ParameterizedTest
    @CsvSource({"3, 4", "11, 0", "3, 3"})
    void whoSendsUnderAFloatingIpHearsWhatBecameOfItsPackets(int type, int code) {
        tiers.fromWeb("shop", 6_000, 7_000, 0);
        Ip shop = tiers.address("shop floating");
        assertThat(tiers.everything())
                .containsExactly(at(host.outside(), shop.toString(), "198.51.100.7", 6_000, 7_000));
        Ip hop = Ip.of("198.51.100.1");
        byte[] message =
                complaint(type, code, hop, shop, new Packet(shop, SOMEBODY, new Segment(Payload.UDP, 6_000, 7_000)));
        Mac own = tiers.mac("shop floating port");
        host.taps().send(host.outside(), StrangeFrame.ethernet(own, OUTER_MAC, StrangeFrame.IPV4, message));
        assertThat(told()).containsExactly(new Told(SHOP_WEB, hop, WEB, type, code, WEB, SOMEBODY));
    }

    @Test
    void whoAsksAFloatingIpHearsThatThePortIsShut() {
        tiers.fromOutside("shop floating", 5_000, ASKED, 0);
        assertThat(tiers.everything()).containsExactly(at(SHOP_WEB, "198.51.100.7", "10.0.1.10", 5_000, ASKED));
        byte[] message =
                complaint(3, 3, WEB, SOMEBODY, new Packet(SOMEBODY, WEB, new Segment(Payload.UDP, 5_000, ASKED)));
        Mac router = tiers.mac("shop front interface");
        host.taps().send(SHOP_WEB, StrangeFrame.ethernet(router, tiers.mac("shop web"), StrangeFrame.IPV4, message));
        Ip shop = tiers.address("shop floating");
        assertThat(told()).containsExactly(new Told(host.outside(), shop, SOMEBODY, 3, 3, SOMEBODY, shop));
    }

    private static FloatingIp limited(FloatingIp one, UUID policy) {
        return new FloatingIp(
                one.standard().withRevision(one.standard().revision() + 1),
                one.network(),
                one.ownPort(),
                one.address(),
                one.target(),
                one.router(),
                policy,
                one.forwardings(),
                null);
    }

    /** Sends to or from both tenants' addresses, a kilobyte to each in a millisecond; only the shop's has a limit. */
    @ParameterizedTest
    @EnumSource(Flow.class)
    void aLimitOfAFloatingIpHoldsForItAlone(Flow flow) {
        UUID id = Things.id("policy");
        BandwidthLimit limit = new BandwidthLimit(Things.standard("limit", "shop"), id, flow, LIMIT_KBPS, BURST_KBIT);
        QosPolicy policy = new QosPolicy(Things.standard(id, "policy", "shop"), false, Set.of(), List.of(limit));
        tiers.become(
                List.of(limited(tiers.floating("shop floating"), id), tiers.floating("bank floating")),
                List.of(policy));
        List<Came> came = new ArrayList<>();
        long begin = System.nanoTime();
        long due = begin;
        while (System.nanoTime() < begin + LOAD.toNanos()) {
            if (System.nanoTime() >= due) {
                due += MILLISECOND;
                send(flow, "shop");
                send(flow, "bank");
            }
            came.addAll(TwoTiersHost.marked(host.taps().receive(Duration.ofMillis(1))));
        }
        came.addAll(tiers.everything());
        double seconds = (System.nanoTime() - begin) / 1e9;
        long shop = count(came, flow, "shop");
        long bank = count(came, flow, "bank");
        double most = (LIMIT_KBPS * seconds + BURST_KBIT) / (PADDING * 8 / 1_000.0);
        assertThat(shop).isBetween((long) (most / 10), (long) most);
        assertThat(bank).isGreaterThan((long) (2 * most));
    }

    private void send(Flow flow, String tenant) {
        if (flow == Flow.INGRESS) {
            tiers.fromOutside(tenant + " floating", 5_000, ASKED, PADDING);
        } else {
            tiers.fromWeb(tenant, 6_000, 7_000, PADDING);
        }
    }

    private static long count(List<Came> all, Flow flow, String tenant) {
        int web = TwoTiersHost.tap(tenant);
        Ip outer = tiers.address(tenant + " floating");
        return all.stream()
                .filter(came -> flow == Flow.INGRESS
                        ? came.tap() == web
                        : came.tap() == host.outside() && came.packet().source().equals(outer))
                .count();
    }
}
