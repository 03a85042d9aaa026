package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleMatchTest {

    private static final UUID GROUP = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-00000000000b");

    private static SecurityRule in(
            @Nullable String protocol, @Nullable Integer min, @Nullable Integer max, @Nullable String prefix) {
        return rule(Direction.INGRESS, EtherType.IPV4, protocol, min, max, prefix, null);
    }

    private static SecurityRule rule(
            Direction direction,
            EtherType type,
            @Nullable String protocol,
            @Nullable Integer min,
            @Nullable Integer max,
            @Nullable String prefix,
            @Nullable UUID remote) {
        Standard standard =
                new Standard(UUID.randomUUID(), ProjectId.of("p"), "", "", List.of(), Instant.EPOCH, Instant.EPOCH, 0);
        return new SecurityRule(standard, GROUP, direction, type, protocol, min, max, prefix, remote, null);
    }

    private static List<String> matches(SecurityRule... rules) {
        return RuleMatch.compile(List.of(rules), "pg").stream()
                .map(RuleMatch.Compiled::match)
                .toList();
    }

    @Test
    void aRuleWithoutWordsIsAboutAllPacketsOfItsVersion() {
        assertThat(matches(in(null, null, null, null))).containsExactly("outport == @pg && ip4");
        assertThat(matches(rule(Direction.EGRESS, EtherType.IPV6, null, null, null, null, null)))
                .containsExactly("inport == @pg && ip6");
        assertThat(matches(in("ip", null, null, "0.0.0.0/0"))).containsExactly("outport == @pg && ip4");
    }

    @Test
    void portsOfOneRemoteBecomeOneMatch() {
        assertThat(matches(
                        in("tcp", 443, 443, "10.0.0.0/8"),
                        in("tcp", 80, 80, "10.0.0.0/8"),
                        in("6", 8000, 8099, "10.0.0.0/8")))
                .containsExactly("outport == @pg && ip4 && ip4.src == 10.0.0.0/8 && tcp && ((tcp.dst == {443, 80}) || "
                        + "(tcp.dst >= 8000 && tcp.dst <= 8099))");
    }

    @Test
    void remotesOfTheSamePortsBecomeOneMatch() {
        String ours = NbNames.groupName(OTHER);
        assertThat(matches(
                        in("udp", 53, 53, "10.0.0.0/8"),
                        rule(Direction.INGRESS, EtherType.IPV4, "udp", 53, 53, null, OTHER),
                        in("udp", 53, 53, "192.0.2.1/32")))
                .containsExactly("outport == @pg && ip4 && ip4.src == {$" + ours
                        + "_ip4, 10.0.0.0/8, 192.0.2.1/32} && udp && udp.dst == 53");
    }

    @Test
    void everybodySwallowsEveryOtherRemote() {
        assertThat(matches(in("tcp", 22, 22, "10.0.0.0/8"), in("tcp", 22, 22, null)))
                .containsExactly("outport == @pg && ip4 && tcp && tcp.dst == 22");
        assertThat(matches(in("tcp", 22, 22, null), in("tcp", null, null, null)))
                .containsExactly("outport == @pg && ip4 && tcp");
    }

    @Test
    void typesAndCodesOfIcmpAreThoseOfItsVersion() {
        assertThat(matches(in("icmp", 8, 0, null)))
                .containsExactly("outport == @pg && ip4 && icmp4 && icmp4.type == 8 && icmp4.code == 0");
        assertThat(matches(rule(Direction.INGRESS, EtherType.IPV6, "icmp", 128, null, null, null)))
                .containsExactly("outport == @pg && ip6 && icmp6 && icmp6.type == 128");
    }

    @Test
    void net08WhatOvnHasNoWordsForLetsNothingThrough() {
        assertThat(matches(in("dccp", 80, 80, null))).isEmpty();
        assertThat(matches(in("dccp", null, null, null))).containsExactly("outport == @pg && ip4 && ip.proto == 33");
    }

    @Test
    void net08ANumberThatMeansSomethingInTheOtherVersionIsANumberHere() {
        assertThat(matches(in("58", null, null, null))).containsExactly("outport == @pg && ip4 && ip.proto == 58");
        assertThat(matches(in("58", 128, null, null))).isEmpty();
    }

    @Test
    void theOrderOfRulesChangesNothing() {
        List<SecurityRule> rules = new ArrayList<>();
        for (int port = 1; port < 30; port++) {
            rules.add(in(port % 2 == 0 ? "tcp" : "udp", port, port + port % 3, port % 5 == 0 ? "10.0.0.0/8" : null));
        }
        var before = RuleMatch.compile(rules, "pg");
        Collections.reverse(rules);
        assertThat(RuleMatch.compile(rules, "pg")).isEqualTo(before);
    }
}
