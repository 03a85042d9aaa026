package io.oblako.image.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.kernel.json.Json;
import io.oblako.testing.WireContract;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImageWireTest extends WireContract {

    private static final UUID IMAGE = UUID.fromString("3f2c1a9e-0d4b-4c57-9a70-1f5f8f0f2a11");
    private static final String REQUEST = "req-5c7bb8a4-5b9e-4a51-9a3e-0a8f6f4f8f10";
    private static final String PROJECT = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @Override
    protected List<Wire> wires() {
        return List.of(
                new Wire("image-fact", ImageFact.class, fact()),
                new Wire("image-order-create", ImageOrder.class, create()),
                new Wire(
                        "image-order-abandon",
                        ImageOrder.class,
                        new ImageOrder.Abandon(IMAGE, "the server is gone", REQUEST)),
                new Wire("image-order-delete", ImageOrder.class, new ImageOrder.Delete(IMAGE, PROJECT, false, REQUEST)),
                new Wire(
                        "conversion-report",
                        ConversionReport.class,
                        new ConversionReport(
                                UUID.fromString("8d0c1f6e-6f5e-3a52-9b1a-2f4f7d1c9b33"),
                                IMAGE,
                                "host-1",
                                ConversionReport.State.FAILED,
                                "qcow2",
                                "raw",
                                512,
                                2048,
                                "The disk image could not be converted",
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Instant.parse("2026-01-01T00:00:01.5Z"))));
    }

    private static ImageFact fact() {
        return new ImageFact(
                IMAGE,
                PROJECT,
                "debian",
                "active",
                "shared",
                Set.of(OTHER),
                "qcow2",
                "bare",
                2048,
                1 << 20,
                "ab",
                1,
                64,
                false,
                true,
                Map.of("hw_disk_bus", "virtio"),
                4,
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:01.5Z"));
    }

    private static ImageOrder create() {
        return new ImageOrder.Create(
                IMAGE,
                PROJECT,
                OTHER,
                "snapshot",
                "qcow2",
                "bare",
                "private",
                1,
                0,
                Map.of("os_distro", "debian"),
                Set.of("os_distro"),
                REQUEST);
    }

    @Test
    void anOrderOfYesterdayInheritsNothing() throws IOException {
        ObjectNode wire = (ObjectNode) Json.shared().readTree(read("image-order-create"));
        wire.remove("inherited");
        ImageOrder.Create order = Json.read(wire.toString(), ImageOrder.Create.class);
        assertThat(order.inherits("os_distro")).isFalse();
    }
}
