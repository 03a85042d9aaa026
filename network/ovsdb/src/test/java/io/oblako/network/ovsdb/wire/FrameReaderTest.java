package io.oblako.network.ovsdb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.network.ovsdb.error.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final String STREAM = "{\"a\":\"}{\\\"\\\\\"}{\"b\":[{\"c\":[]}]} \n\t{}{\"d\":\"\\u007b ü\"}";

    @ParameterizedTest(name = "in pieces of {0} bytes")
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void messagesAreCutHoweverTheBytesCome(int piece) {
        assertThat(frames(new FrameReader(1000, 8), STREAM, piece))
                .containsExactly("{\"a\":\"}{\\\"\\\\\"}", "{\"b\":[{\"c\":[]}]}", "{}", "{\"d\":\"\\u007b ü\"}");
    }

    @Test
    void aMessageThatIsTooLongEndsItBeforeItIsHeld() {
        var reader = new FrameReader(20_000, 8);
        byte[] chunk = new byte[1000];
        Arrays.fill(chunk, (byte) 'x');
        reader.feed("{\"a\":\"".getBytes(StandardCharsets.UTF_8), _ -> {});
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        reader.feed(chunk, _ -> {});
                        assertThat(reader.heldBytes()).isLessThanOrEqualTo(20_000);
                    }
                })
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("longer than 20000 bytes");
    }

    @Test
    void aMessageThatIsTooDeepEndsIt() {
        assertThatThrownBy(() -> frames(new FrameReader(1000, 8), "{\"a\":" + "[".repeat(8), 3))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("deeper than 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "}", "x", "\"a\"", "{}]"})
    void whatIsNoObjectEndsIt(String stream) {
        assertThatThrownBy(() -> frames(new FrameReader(1000, 8), stream, 1)).isInstanceOf(ProtocolException.class);
    }

    private static List<String> frames(FrameReader reader, String stream, int piece) {
        var frames = new ArrayList<String>();
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += piece) {
            reader.feed(
                    Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)),
                    frame -> frames.add(new String(frame, StandardCharsets.UTF_8)));
        }
        return frames;
    }
}
