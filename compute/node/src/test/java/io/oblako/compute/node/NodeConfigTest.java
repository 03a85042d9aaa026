package io.oblako.compute.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.node.NodeConfig.Driver;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeConfigTest {

    private static Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "OBLAKO_NODE_NAME", "h1",
                "OBLAKO_NODE_STATE_DIR", "/var/lib/oblako",
                "OBLAKO_KAFKA", "127.0.0.1:9092",
                "OBLAKO_SECRETS_KEY", "c2VjcmV0",
                "OBLAKO_NODE_CREDENTIAL_SECRET", "hidden",
                "PATH", "/usr/bin"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }

    @Test
    void whatIsNotSaidHasADefault() {
        NodeConfig config = NodeConfig.of(environment());
        assertThat(config.driver()).isEqualTo(Driver.QEMU);
        assertThat(config.httpUrl()).isEqualTo("http://127.0.0.1:8780");
        assertThat(config.nodeName(1)).isEqualTo("h1");
    }

    @Test
    void severalNodesAreNumbered() {
        NodeConfig config = NodeConfig.of(environment("OBLAKO_NODE_DRIVER", "simulated", "OBLAKO_NODE_COUNT", "1000"));
        assertThat(config.nodeName(7)).isEqualTo("h1-0007");
    }

    @Test
    void wrongSettingsStopTheStartAndSayWhich() {
        assertThatThrownBy(() -> NodeConfig.of(environment("OBLAKO_NODE_DRIVERS", "qemu")))
                .hasMessageContaining("OBLAKO_NODE_DRIVERS");
        assertThatThrownBy(() -> NodeConfig.of(environment("OBLAKO_NODE_DRIVER", "xen")))
                .hasMessageContaining("xen");
        assertThatThrownBy(() -> NodeConfig.of(environment("OBLAKO_NODE_COUNT", "2")))
                .hasMessageContaining("OBLAKO_NODE_COUNT");
        assertThatThrownBy(() -> NodeConfig.of(environment("OBLAKO_NODE_VCPUS", "many")))
                .hasMessageContaining("OBLAKO_NODE_VCPUS");
        assertThatThrownBy(() -> NodeConfig.of(environment("OBLAKO_KAFKA", ""))).hasMessageContaining("OBLAKO_KAFKA");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(NodeConfig.of(environment()).toString()).doesNotContain("hidden", "c2VjcmV0");
    }
}
