package io.oblako.compute.domain.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.VmState;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SnapshotImagesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Flavor FLAVOR =
            new Flavor("small", "small", 1, 64, 1, 0, 0, 1, true, false, null, Map.of(), NOW);

    private static ImageOrder.Create order(Map<String, String> ofBase, Map<String, String> given) {
        var base = new BootImage(new UUID(2, 2), "i", "qcow2", 1, 1, "", 0, 0, ofBase);
        var server = new Server(
                new UUID(1, 1),
                ProjectId.of("p"),
                UserId.of("u"),
                new Server.Details("web", null, "web", Map.of(), Set.of(), null, null, false),
                new Server.Machine(FLAVOR, null, base, null, false, null, "r-1", 0, List.of()),
                new Server.State(VmState.ACTIVE, null, null, PowerState.RUNNING, 0, null, null),
                new Server.Placement(null, null, "host", "nova", 1),
                Server.Counters.NONE,
                new Server.Times(NOW, NOW, NOW, null),
                5);
        return SnapshotImages.order(server, new UUID(3, 3), "snap", given, "u", "req-1");
    }

    @Test
    void IMG_16_onlyWhatTheTenantLeftAloneIsInherited() {
        ImageOrder.Create order = order(
                Map.of("os_command_line", "quiet", "hw_knob", "1", "os_distro", "debian", "stores", "file"),
                Map.of("os_command_line", "init=/bin/sh", "os_distro", "debian", "visibility", "public"));
        assertThat(order.inherited()).containsExactlyInAnyOrder("hw_knob", "os_distro");
        assertThat(order.properties())
                .containsEntry("os_command_line", "init=/bin/sh")
                .containsEntry("image_type", "snapshot")
                .doesNotContainKey("stores");
        assertThat(order.visibility()).isEqualTo("private");
    }

    @Test
    void whatASnapshotSaysOfItselfIsNotInherited() {
        assertThat(order(Map.of("image_type", "base", "base_image_ref", "x"), Map.of())
                        .inherited())
                .isEmpty();
    }
}
