package io.oblako.compute.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.json.Json;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GuestSpecTest {

    @Test
    void NET_04_anInterfaceOfAnOlderReleaseIsNotTrusted() {
        String older = """
                {"port":"1f0a5b8c-4a52-4d1e-8b71-0d3a4b1c2222","mac":"fa:16:3e:00:00:01","mtu":1442}""";
        UUID port = UUID.fromString("1f0a5b8c-4a52-4d1e-8b71-0d3a4b1c2222");
        assertThat(Json.read(older, GuestSpec.Nic.class))
                .isEqualTo(new GuestSpec.Nic(port, "fa:16:3e:00:00:01", 1442, null, List.of(), false));
    }
}
