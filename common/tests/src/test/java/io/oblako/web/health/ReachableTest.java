package io.oblako.web.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ReachableTest {

    @Test
    void oneAddressThatAnswersIsEnoughAndNoneIsNot() throws IOException {
        int port;
        try (ServerSocket open = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            assertThat(Reachable.any("127.0.0.1:" + port)).isTrue();
            assertThat(Reachable.any("127.0.0.1:1, 127.0.0.1:" + port)).isTrue();
            assertThat(Reachable.url("http://127.0.0.1:%d/realms/x".formatted(port)))
                    .isTrue();
        }
        assertThat(Reachable.any("127.0.0.1:" + port)).isFalse();
        assertThat(Reachable.any("")).isFalse();
        assertThat(Reachable.url("https://127.0.0.1:" + port)).isFalse();
    }
}
