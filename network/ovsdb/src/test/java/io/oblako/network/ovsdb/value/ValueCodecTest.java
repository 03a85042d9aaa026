package io.oblako.network.ovsdb.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.network.ovsdb.error.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");

    @Test
    void theValuesOfTheRfcAreReadAndWritten() {
        same("\"text\"", Value.text("text"));
        same("7", Value.whole(7));
        same("-9223372036854775808", Value.whole(Long.MIN_VALUE));
        same("1.5", Value.real(1.5));
        same("true", Value.bool(true));
        same("[\"uuid\",\"550e8400-e29b-41d4-a716-446655440000\"]", Value.id(ID));
        same("[\"named-uuid\",\"myrow\"]", Value.named("myrow"));
        same("[\"set\",[]]", Value.none());
        same("[\"set\",[\"a\",\"b\"]]", Value.texts(List.of("b", "a")));
        same("[\"map\",[]]", Value.map(Map.of()));
        same("[\"map\",[[\"k\",\"v\"],[\"l\",\"w\"]]]", Value.map(Map.of("l", "w", "k", "v")));
    }

    @Test
    void aSetOfOneElementIsThatElement() {
        assertThat(decode("[\"set\",[\"a\"]]")).isEqualTo(Value.text("a"));
        assertThat(ValueCodec.encode(Value.texts(List.of("a"))).toString()).isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "[\"set\"]",
                "[\"set\",7]",
                "[\"bag\",[]]",
                "[\"set\",[\"a\",\"a\"]]",
                "[\"set\",[1,\"a\"]]",
                "[\"map\",[[1]]]",
                "[\"map\",[[1,2],[1,3]]]",
                "[\"uuid\",\"1-2-3-4-5\"]",
                "[\"uuid\",7]",
                "[\"named-uuid\",\"1a\"]",
                "[\"set\",[[\"set\",[]]]]",
                "18446744073709551616.5e999",
                "\"a\\u0000b\"",
                "[\"uuid\",\"\"]"
            })
    void whatIsNoValueIsAProtocolError(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatTheServerWouldRefuseIsRefusedAtOnce() {
        assertThatThrownBy(() -> Value.text("a\0b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Value.text("\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Value.text("\udc00\ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Value.real(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Value.named("no-dash")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Value.of(new Atom.Whole(1), new Atom.Bool(true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Value.text("\ud83d\ude00").size()).isEqualTo(1);
    }

    @Test
    void anyValueComesBackAsItWentOut() {
        var random = new Random(7047);
        for (int i = 0; i < 5000; i++) {
            Value value = arbitrary(random);
            assertThat(decode(ValueCodec.encode(value).toString())).isEqualTo(value);
        }
    }

    @Test
    void aRowGivesItsColumnsByKind() {
        Row row = ValueCodec.decodeRow(json("""
            {"_uuid": ["uuid", "550e8400-e29b-41d4-a716-446655440000"],
                 "_version": ["uuid", "550e8400-e29b-41d4-a716-446655440001"],
             "name": "n", "count": 3, "up": ["set", []], "tags": ["set", ["a", "b"]], "ids": ["map", [["k", "v"]]],
             "ports": ["uuid", "550e8400-e29b-41d4-a716-446655440002"], "rate": 0.5}\
            """));
        assertThat(row.uuid()).isEqualTo(ID);
        assertThat(row.has("_version")).isFalse();
        assertThat(row.text("name")).isEqualTo("n");
        assertThat(row.whole("count")).isEqualTo(3);
        assertThat(row.real("rate")).isEqualTo(0.5);
        assertThat(row.bool("up")).isEmpty();
        assertThat(row.texts("tags")).containsExactly("a", "b");
        assertThat(row.map("ids")).containsExactly(Map.entry("k", "v"));
        assertThat(row.references("ports")).hasSize(1);
        assertThatThrownBy(() -> row.text("tags")).hasMessageContaining("2 values");
        assertThatThrownBy(() -> row.text("count")).hasMessageContaining("Whole");
        assertThatThrownBy(() -> row.text("absent")).hasMessageContaining("was not asked for");
        assertThatThrownBy(() -> row.map("name")).hasMessageContaining("no map");
        assertThatThrownBy(() -> row.text("ids")).hasMessageContaining("is a map");
    }

    static Value arbitrary(Random random) {
        if (random.nextInt(4) == 0) {
            var pairs = new TreeMap<Atom, Atom>();
            int keys = random.nextInt(5);
            int values = random.nextInt(5);
            for (int i = random.nextInt(5); i > 0; i--) {
                pairs.put(atom(random, keys), atom(random, values));
            }
            return new AtomMap(pairs);
        }
        int kind = random.nextInt(6);
        return Value.of(random.ints(random.nextInt(5), 0, 100)
                .mapToObj(_ -> atom(random, kind))
                .toArray(Atom[]::new));
    }

    private static Atom atom(Random random, int kind) {
        return switch (kind) {
            case 0 ->
                new Atom.Text(random.ints(random.nextInt(6), 1, 0x3000)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
            case 1 -> new Atom.Whole(random.nextLong());
            case 2 -> new Atom.Real(random.nextGaussian());
            case 3 -> new Atom.Bool(random.nextBoolean());
            case 4 -> new Atom.Id(new UUID(random.nextLong(), random.nextLong()));
            default -> new Atom.NamedId("row" + random.nextInt(1000));
        };
    }

    private static void same(String json, Value value) {
        assertThat(decode(json)).isEqualTo(value);
        assertThat(ValueCodec.encode(value).toString()).isEqualTo(json);
    }

    private static Value decode(String json) {
        return ValueCodec.decode(json(json));
    }

    private static JsonNode json(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
