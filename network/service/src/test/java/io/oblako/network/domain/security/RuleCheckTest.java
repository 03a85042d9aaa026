package io.oblako.network.domain.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** NET-08: a rule that cannot be applied is never taken. */
class RuleCheckTest {

    private static final UUID GROUP = UUID.randomUUID();

    private static SecurityRule rule(String type, String protocol, Integer min, Integer max, String remote) {
        Standard standard =
                new Standard(UUID.randomUUID(), ProjectId.of("p"), "", "", List.of(), Instant.EPOCH, Instant.EPOCH, 0);
        EtherType etherType = type.equals("IPv4") ? EtherType.IPV4 : EtherType.IPV6;
        return new SecurityRule(standard, GROUP, Direction.INGRESS, etherType, protocol, min, max, remote, null, null);
    }

    @ParameterizedTest
    @CsvSource({
        "IPv4, tcp, 22, 22, 0.0.0.0/0",
        "IPv4, 6, 1, 65535,",
        "IPv4, icmp, 8, 0,",
        "IPv4, icmp, 8, ,",
        "IPv6, icmp, 128, ,",
        "IPv6, ipv6-icmp, , , 2001:db8::/32",
        "IPv4, vrrp, , ,",
        "IPv4, dccp, , ,",
        "IPv4, sctp, 5060, 5061,",
        "IPv4, 255, , ,",
        "IPv6, 58, 128, ,",
        "IPv4, , , , 10.1.2.3"
    })
    void NET_08_rulesThatCanBeAppliedAreTaken(String type, String protocol, Integer min, Integer max, String remote) {
        assertThatCode(() -> RuleCheck.check(rule(type, protocol, min, max, remote)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "IPv4, tcp, 22, 21,",
        "IPv4, tcp, 0, 22,",
        "IPv4, tcp, 22, ,",
        "IPv4, tcp, , 22,",
        "IPv4, udp, 1, 65536,",
        "IPv4, icmp, 256, ,",
        "IPv4, icmp, , 0,",
        "IPv4, icmp, -1, ,",
        "IPv4, gre, 1, 2,",
        "IPv4, dccp, 80, 80,",
        "IPv6, udplite, 80, 80,",
        "IPv4, , 22, 22,",
        "IPv4, ipv6-icmp, , ,",
        "IPv4, 58, , ,",
        "IPv4, 41, , ,",
        "IPv4, tcp, 22, 22, 2001:db8::/32",
        "IPv6, tcp, 22, 22, 10.0.0.0/8"
    })
    void NET_08_rulesThatCannotBeAppliedAreRefused(
            String type, String protocol, Integer min, Integer max, String remote) {
        assertThatThrownBy(() -> RuleCheck.check(rule(type, protocol, min, max, remote)))
                .isInstanceOf(CloudException.class);
    }

    @Test
    void rulesAreTheSameWhenTheyLetTheSameThrough() {
        assertThat(rule("IPv4", "tcp", 22, 22, "10.1.2.3/8").same(rule("IPv4", "6", 22, 22, "10.0.0.0/8")))
                .isTrue();
        assertThat(rule("IPv4", null, null, null, "0.0.0.0/0").same(rule("IPv4", null, null, null, null)))
                .isTrue();
        assertThat(rule("IPv6", "icmp", null, null, null).same(rule("IPv6", "ipv6-icmp", null, null, null)))
                .isTrue();
        assertThat(rule("IPv4", "tcp", 22, 22, null).same(rule("IPv4", "tcp", 22, 23, null)))
                .isFalse();
        assertThat(rule("IPv4", "udp", 22, 22, null).same(rule("IPv4", "tcp", 22, 22, null)))
                .isFalse();
    }
}
