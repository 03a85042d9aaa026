package io.oblako.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.kernel.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Yesterday's consumer reads what we write, and we read what it wrote: a checked-in file per type, {@code wire/FILE.json}. */
public abstract class WireContract {

    /**
     * @param file name of the file, without its ending
     * @param type as which consumers read it
     * @param value what the file says
     */
    public record Wire(String file, Class<?> type, Object value) {}

    /** Every type that a topic carries. */
    protected abstract List<Wire> wires();

    @TestFactory
    Stream<DynamicTest> theWireIsAsItWas() {
        return wires().stream()
                .map(wire -> DynamicTest.dynamicTest(wire.file(), () -> {
                    byte[] golden = read(wire.file());
                    assertThat(Json.read(golden, wire.type())).isEqualTo(wire.value());
                    assertThat(Json.shared().readTree(Json.bytes(wire.value())))
                            .isEqualTo(Json.shared().readTree(golden));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aFieldOfTomorrowIsIgnored() {
        return wires().stream()
                .map(wire -> DynamicTest.dynamicTest(wire.file(), () -> {
                    ObjectNode golden = (ObjectNode) Json.shared().readTree(read(wire.file()));
                    golden.put("unheardOf", true);
                    assertThat(Json.read(golden.toString(), wire.type())).isEqualTo(wire.value());
                }));
    }

    /** The bytes of a checked-in file. */
    protected final byte[] read(String file) {
        try (InputStream json = getClass().getResourceAsStream("/wire/" + file + ".json")) {
            if (json == null) {
                throw new AssertionError("there is no wire/" + file + ".json");
            }
            return json.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
