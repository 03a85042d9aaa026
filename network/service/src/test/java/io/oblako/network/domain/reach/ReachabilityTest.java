package io.oblako.network.domain.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Hop.Across;
import io.oblako.network.domain.reach.Hop.AtPort;
import io.oblako.network.domain.reach.Hop.Outside;
import io.oblako.network.domain.reach.Hop.Through;
import io.oblako.network.domain.reach.Hop.Translated;
import io.oblako.network.domain.reach.Payload.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

    private final Snapshot cloud = TwoTiers.cloud();
    private final Reachability model = new Reachability(cloud, _ -> true);

    private Port port(String name) {
        return cloud.port(Things.id(name));
    }

    private static Packet tcp(String from, String to, int port) {
        return new Packet(Ip.of(from), Ip.of(to), new Segment(Payload.TCP, 50_000, port));
    }

    private static List<String> steps(Verdict verdict) {
        return verdict.path().stream()
                .map(hop -> switch (hop) {
                    case AtPort(var port) -> port.standard().name();
                    case Across across -> across.network().standard().name();
                    case Through(var router) -> router.standard().name();
                    case Translated nat -> nat.before() + ">" + nat.after();
                    case Outside() -> "OUTSIDE";
                    case Hop.Platform() -> "PLATFORM";
                })
                .toList();
    }

    @Test
    void theRulesThatLetItThroughAreNamedAndTheWay() {
        Verdict verdict = model.fromPort(port("shop web"), tcp("10.0.1.10", "10.0.2.10", 5432));
        assertThat(verdict.outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(verdict.egress().rule().id()).isEqualTo(Things.id("shop web group egress"));
        assertThat(verdict.ingress().rule().id()).isEqualTo(Things.id("shop database group ingress"));
        assertThat(steps(verdict))
                .containsExactly("shop web", "shop front", "shop router", "shop back", "shop database");
        assertThat(verdict.answer().passes()).isTrue();
    }

    @Test
    void whatNoRuleLetsThroughIsDenied() {
        Verdict verdict = model.fromPort(port("shop web"), tcp("10.0.1.10", "10.0.2.10", 22));
        assertThat(verdict.outcome()).isEqualTo(Outcome.NO_INGRESS_RULE);
        assertThat(verdict.answer()).isNull();
    }

    @Test
    void anotherTenantIsReachedByItsFloatingIpUnderTheOwnOne() {
        Verdict verdict = model.fromPort(port("shop web"), tcp("10.0.1.10", "203.0.113.21", 80));
        assertThat(verdict.outcome()).isEqualTo(Outcome.DELIVERED);
        assertThat(verdict.arrived()).isEqualTo(tcp("203.0.113.11", "10.0.1.10", 80));
        assertThat(steps(verdict))
                .containsExactly(
                        "shop web",
                        "shop front",
                        "shop router",
                        "10.0.1.10>203.0.113.11",
                        "outside",
                        "bank router",
                        "203.0.113.21>10.0.1.10",
                        "bank front",
                        "bank web");
    }

    @Test
    void whatIsTranslatedIsNoMemberOfItsGroupAnyMore() {
        Verdict verdict = model.fromPort(port("shop web"), tcp("10.0.1.10", "203.0.113.12", 2222));
        assertThat(verdict.outcome()).isEqualTo(Outcome.NO_INGRESS_RULE);
        assertThat(verdict.arrived()).isEqualTo(tcp("203.0.113.11", "10.0.2.10", 22));
    }

    @Test
    void whatHasNoFloatingIpLeavesUnderTheRoutersAddress() {
        Verdict verdict = model.fromPort(port("shop database"), tcp("10.0.2.10", "198.51.100.7", 443));
        assertThat(verdict.outcome()).isEqualTo(Outcome.LEAVES_THE_CLOUD);
        assertThat(steps(verdict))
                .containsExactly(
                        "shop database", "shop back", "shop router", "10.0.2.10>203.0.113.10", "outside", "OUTSIDE");
    }

    /** As OVN has it, for IPv4 as well: so a rule has to let the answer in. */
    @Test
    void NET_05_whatLooksLikeAQuestionOfDhcpv6IsNotTracked() {
        Packet question =
                new Packet(Ip.of("10.0.1.10"), Ip.of("198.51.100.7"), new Payload.Segment(Payload.UDP, 546, 547));
        Verdict verdict = model.fromPort(port("shop web"), question);
        assertThat(verdict.outcome()).isEqualTo(Outcome.LEAVES_THE_CLOUD);
        assertThat(verdict.answer().passes()).isFalse();
    }

    @Test
    void NET_03_NET_07_aGuestSendsFromItsOwnAddressesOnly() {
        Verdict verdict = model.fromPort(port("shop web"), tcp("10.0.1.1", "10.0.2.10", 5432));
        assertThat(verdict.outcome()).isEqualTo(Outcome.SOURCE_NOT_OWN);
    }

    @Test
    void theOutsideReachesFloatingIpsAndNothingBehindThem() {
        assertThat(model.fromOutside(tcp("198.51.100.7", "203.0.113.11", 80), port("shop web"))
                        .outcome())
                .isEqualTo(Outcome.DELIVERED);
        assertThat(model.fromOutside(tcp("198.51.100.7", "203.0.113.11", 22), port("shop web"))
                        .outcome())
                .isEqualTo(Outcome.NO_INGRESS_RULE);
        assertThat(model.fromOutside(tcp("198.51.100.7", "203.0.113.12", 22), port("shop database"))
                        .outcome())
                .isEqualTo(Outcome.NOT_FORWARDED);
        assertThat(model.fromOutside(tcp("198.51.100.7", "10.0.1.10", 80), port("shop web"))
                        .outcome())
                .isEqualTo(Outcome.NO_WAY_IN);
    }

    @Test
    void NET_15_nothingIsToldOfFloatingIpsOfOthers() {
        Reachability shop = new Reachability(
                cloud, thing -> thing.project().equals(port("shop web").project()));
        for (int port : new int[] {80, 81}) {
            Verdict verdict = shop.fromPort(port("shop web"), tcp("10.0.1.10", "203.0.113.21", port));
            assertThat(verdict.outcome()).isEqualTo(Outcome.OUT_OF_SIGHT);
            assertThat(steps(verdict)).endsWith("outside").doesNotContain("bank router");
        }
    }

    @Test
    void routersAnswerPingAlone() {
        Packet ping = new Packet(Ip.of("10.0.1.10"), Ip.of("10.0.1.1"), Payload.Message.echo(4));
        assertThat(model.fromPort(port("shop web"), ping).outcome()).isEqualTo(Outcome.ANSWERED_BY_ROUTER);
        assertThat(model.fromPort(port("shop web"), tcp("10.0.1.10", "10.0.1.1", 80))
                        .outcome())
                .isEqualTo(Outcome.ROUTERS_ANSWER_PING_ONLY);
    }
}
