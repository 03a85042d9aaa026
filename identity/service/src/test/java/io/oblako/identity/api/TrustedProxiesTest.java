package io.oblako.identity.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {

    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/24", " fd00::1"));

    @Test
    void ID_14_aClientCannotSayWhereItComesFrom() {
        assertThat(PROXIES.client("192.0.2.7", List.of("198.51.100.1"))).isEqualTo("192.0.2.7");
        assertThat(TrustedProxies.of(List.of()).client("10.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("10.0.0.1");
        assertThat(PROXIES.client("10.0.1.1", List.of("198.51.100.1"))).isEqualTo("10.0.1.1");
    }

    @Test
    void ID_14_aTrustedProxyNamesItsClient() {
        assertThat(PROXIES.client("10.0.0.1", List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(PROXIES.client("fd00::1", List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(PROXIES.client("10.0.0.1", List.of("192.0.2.7, 10.0.0.9"))).isEqualTo("192.0.2.7");
        assertThat(PROXIES.client("10.0.0.1", List.of("192.0.2.7", "10.0.0.9"))).isEqualTo("192.0.2.7");
        assertThat(PROXIES.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void ID_14_whatTheClientPutBeforeTheProxysWordDoesNotCount() {
        assertThat(PROXIES.client("10.0.0.1", List.of("203.0.113.9, 192.0.2.7")))
                .isEqualTo("192.0.2.7");
        assertThat(PROXIES.client("10.0.0.1", List.of("10.0.0.2, nonsense, 10.0.0.3")))
                .isEqualTo("10.0.0.3");
        String endless = String.join(",", Collections.nCopies(1_000, "10.0.0.2"));
        assertThat(PROXIES.client("10.0.0.1", List.of("192.0.2.7," + endless))).isEqualTo("10.0.0.2");
    }

    @Test
    void ID_14_anIpv6ClientIsItsNetwork() {
        assertThat(PROXIES.client("2001:db8:1:2:3::4", List.of()))
                .isEqualTo(PROXIES.client("2001:db8:1:2:ffff::5", List.of()))
                .isNotEqualTo(PROXIES.client("2001:db8:1:3::4", List.of()));
        assertThat(PROXIES.client("fe80::1%eth0", List.of())).isEqualTo("fe80:0:0:0:0:0:0:0/64");
        assertThat(PROXIES.client("/run/socket", List.of())).isEqualTo("unknown");
    }

    @Test
    void aRangeThatIsNoneStopsTheStart() {
        for (String text : List.of("proxy.example.org", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/-1", "")) {
            assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
