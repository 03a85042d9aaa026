package io.oblako.image.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Yesterday's consumer reads what we write, and we read what it wrote: a checked-in file per type. */
class ImageWireTest {

    private static final UUID IMAGE = UUID.fromString("3f2c1a9e-0d4b-4c57-9a70-1f5f8f0f2a11");
    private static final String REQUEST = "req-5c7bb8a4-5b9e-4a51-9a3e-0a8f6f4f8f10";
    private static final String PROJECT = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("image-fact", ImageFact.class, fact()),
                Arguments.of("image-order-create", ImageOrder.class, create()),
                Arguments.of(
                        "image-order-abandon",
                        ImageOrder.class,
                        new ImageOrder.Abandon(IMAGE, "the server is gone", REQUEST)),
                Arguments.of(
                        "image-order-delete", ImageOrder.class, new ImageOrder.Delete(IMAGE, PROJECT, false, REQUEST)),
                Arguments.of(
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void theWireIsAsItWas(String file, Class<?> type, Object value) throws IOException {
        byte[] wire = read(file);
        assertThat(Json.read(wire, type)).isEqualTo(value);
        assertThat(Json.shared().readTree(Json.bytes(value)))
                .isEqualTo(Json.shared().readTree(wire));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void aFieldOfTomorrowIsIgnored(String file, Class<?> type, Object value) throws IOException {
        ObjectNode wire = (ObjectNode) Json.shared().readTree(read(file));
        wire.put("unheardOf", true);
        assertThat(Json.read(wire.toString(), type)).isEqualTo(value);
    }

    @Test
    void anOrderOfYesterdayInheritsNothing() throws IOException {
        ObjectNode wire = (ObjectNode) Json.shared().readTree(read("image-order-create"));
        wire.remove("inherited");
        ImageOrder.Create order = Json.read(wire.toString(), ImageOrder.Create.class);
        assertThat(order.inherits("os_distro")).isFalse();
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream json = ImageWireTest.class.getResourceAsStream("/wire/" + file + ".json")) {
            assertThat(json).as(file).isNotNull();
            return json.readAllBytes();
        }
    }
}
