package io.oblako.network.ovsdb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTest {

    @Test
    void remotesAreSpelledAsOpenVSwitchDoes() {
        assertThat(Remote.list("unix:/run/x.sock, tcp:10.0.0.1:6641,ssl:[fd00::1]:6641"))
                .containsExactly(
                        new Remote(Remote.Transport.UNIX, "/run/x.sock", 0),
                        new Remote(Remote.Transport.TCP, "10.0.0.1", 6641),
                        new Remote(Remote.Transport.SSL, "fd00::1", 6641))
                .extracting(Remote::toString)
                .containsExactly("unix:/run/x.sock", "tcp:10.0.0.1:6641", "ssl:[fd00::1]:6641");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:x",
                "tcp:host",
                "tcp::1",
                "ssl:host:x",
                "udp:host:1",
                "tcp:host:65536",
                "tcp:host:-1",
                "host:1"
            })
    void whatIsNoRemoteIsRefused(String text) {
        assertThatThrownBy(() -> Remote.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unix:/path");
    }
}
