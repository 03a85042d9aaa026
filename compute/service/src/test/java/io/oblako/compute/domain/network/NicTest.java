package io.oblako.compute.domain.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.json.Json;
import io.oblako.network.contracts.PortFact;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NicTest {

    private static final UUID PORT = new UUID(1, 1);
    private static final UUID NETWORK = new UUID(1, 2);

    private static PortFact port(boolean portSecurity) {
        return new PortFact(
                PORT,
                "p1",
                "",
                NETWORK,
                "fa:16:3e:00:00:01",
                List.of(),
                "",
                "",
                "",
                0,
                PortFact.Status.DOWN,
                null,
                true,
                portSecurity,
                Set.of(),
                List.of(),
                "",
                1442,
                List.of(),
                List.of(),
                "",
                1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void NET_04_aGuestIsTrustedWhereItsPortHasNoPortSecurity(boolean portSecurity) {
        Nic bare = new Nic(PORT, NETWORK, null, Set.of(), null, true, null);
        assertThat(bare.wired(port(portSecurity)).wire())
                .isEqualTo(new Nic.Wire("fa:16:3e:00:00:01", 1442, List.of(), List.of(), !portSecurity));
    }

    @Test
    void NET_04_whatAnOlderReleaseStoredIsNotTrusted() {
        String older = """
                {"mac":"fa:16:3e:00:00:01","mtu":1442,"addresses":[],"subnets":[]}""";
        assertThat(Json.read(older, Nic.Wire.class))
                .isEqualTo(new Nic.Wire("fa:16:3e:00:00:01", 1442, List.of(), List.of(), false));
    }
}
