package io.oblako.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.unit.ByteSize;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    /** What is not refused before it is worked on takes far longer. */
    private static final Duration ENDLESS = Duration.ofSeconds(20);

    record Thing(String name, int size, Instant at, Duration life, Optional<ByteSize> disk, List<String> tags) {}

    @Test
    void aRecordComesBackAsItWent() {
        Thing thing = new Thing(
                "a\u0000\ud83d\ude00",
                3,
                Instant.parse("2026-11-22T20:00:00.123Z"),
                Duration.ofSeconds(90),
                Optional.of(ByteSize.ofGiB(2)),
                List.of("x"));
        assertThat(Json.read(Json.bytes(thing), Thing.class)).isEqualTo(thing);
        assertThat(Json.read(Json.text(thing), Thing.class)).isEqualTo(thing);
        assertThat(Json.text(thing)).contains("\"at\":\"2026-11-22T20:00:00.123Z\"", "\"life\":\"PT1M30S\"");
    }

    @Test
    void tomorrowsFieldsAreReadOver() {
        assertThat(Json.read("{\"bytes\":5}", Map.class)).containsEntry("bytes", 5);
        assertThat(Json.read("{\"name\":\"n\",\"size\":1,\"new\":{\"a\":[1]}}", Thing.class)
                        .name())
                .isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"o\":{\"a\":1,\"b\":2,\"a\":3}}",
                "[{\"a\":1,\"\\u0061\":2}]",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":01}",
                "{\"a\":1}{\"a\":2}",
                "{\"a\":1} x",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "[1,]",
                "{\"a\":\"\n\"}",
                "// c\n{}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00x\"}",
                "{\"a\":\"\\ud800\\ud800\"}",
                "{\"\\ud83d\":1}",
                "[[\"\\ude00\\ud83d\"]]",
                "{\"a\":",
                "",
            })
    void API_07_aDocumentWithTwoReadingsIsRefused(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ObjectMapper mapper = Json.shared();
        assertThatThrownBy(() -> Json.read(text, Map.class)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read(bytes, Map.class)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> readStrictly(mapper, text)).isInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> mapper.readValue(new ByteArrayInputStream(bytes), Thing[].class))
                .isInstanceOf(java.io.IOException.class);
    }

    private static JsonNode readStrictly(ObjectMapper mapper, String text) throws java.io.IOException {
        JsonNode node = mapper.readTree(new StringReader(text));
        if (node == null || node.isMissingNode()) {
            throw new java.io.IOException("nothing there");
        }
        return node;
    }

    @Test
    void API_07_recordsAreReadAsStrictlyAsTrees() {
        assertThatThrownBy(() -> Json.read("{\"name\":\"a\",\"size\":1,\"name\":\"b\"}", Thing.class))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("{\"name\":\"\\ud800\",\"size\":1}", Thing.class))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Json.read("{\"name\":\"a\",\"size\":1,\"new\":\"\\ud800\"}", Thing.class))
                .as("also in what is read over")
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void API_07_wholePairsAreText() {
        String smile = "\ud83d\ude00";
        assertThat(Json.read("{\"a\":\"\\ud83d\\ude00" + smile + "\"}", Map.class))
                .containsEntry("a", smile + smile);
    }

    @Test
    void API_07_bombsAreRefusedAtOnce() {
        List<String> bombs = List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1),
                "{\"n\":" + "9".repeat(Json.MAX_NUMBER_DIGITS + 1) + "}",
                "{\"" + "k".repeat(Json.MAX_NAME + 1) + "\":1}",
                "{\"s\":\"" + "x".repeat(Json.MAX_STRING + 1) + "\"}");
        for (String bomb : bombs) {
            Instant start = Instant.now();
            assertThatThrownBy(() -> Json.read(bomb, JsonNode.class)).isInstanceOf(UncheckedIOException.class);
            assertThat(Duration.between(start, Instant.now())).isLessThan(ENDLESS);
        }
        assertThat(Json.read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH), JsonNode.class)
                        .isArray())
                .isTrue();
    }

    record Count(long count) {}

    record Big(java.math.BigInteger count) {}

    @Test
    void API_07_aNumberOfMillionsOfDigitsInFewLettersIsNotWrittenOut() {
        for (String number : List.of("1e400", "1e1000000000", "-1e-1000000000", "1e2147483647")) {
            Instant start = Instant.now();
            assertThatThrownBy(() -> Json.read("{\"count\":\"" + number + "\"}", Count.class))
                    .isInstanceOf(UncheckedIOException.class);
            if (!number.startsWith("-") && number.length() > 6) {
                assertThatThrownBy(() -> Json.read("{\"count\":" + number + "}", Big.class))
                        .isInstanceOf(UncheckedIOException.class);
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(ENDLESS);
        }
    }

    @Test
    void decimalsKeepTheirZeroes() {
        assertThat(Json.read("{\"n\":1.10}", JsonNode.class).get("n").decimalValue())
                .isEqualByComparingTo(new BigDecimal("1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"@class\":\"java.net.URL\",\"val\":\"http://127.0.0.1:1/\"}",
                "[\"java.util.ArrayList\",[1]]",
                "[\"com.sun.rowset.JdbcRowSetImpl\",{\"dataSourceName\":\"ldap://127.0.0.1:1/x\"}]",
                "{\"name\":\"${jndi:ldap://127.0.0.1:1/x}\"}",
            })
    void API_26_noNameOfAClassIsEverFollowed(String text) {
        Object read = Json.read(text, Object.class);
        assertThat(read).isInstanceOfAny(Map.class, List.class);
        assertThat(Json.read(Json.text(read), JsonNode.class)).isEqualTo(Json.read(text, JsonNode.class));
    }

    @Test
    void aCopyOfTheMapperIsAsStrict() {
        ObjectMapper copy = Json.shared().copy();
        assertThatThrownBy(() -> copy.readTree("{\"a\":1,\"a\":2}")).isInstanceOf(java.io.IOException.class);
        assertThatThrownBy(() -> copy.readTree("{\"a\":\"\\ud800\"}")).isInstanceOf(java.io.IOException.class);
    }

    @Test
    void aSecretIsWrittenOnlyWhereItIsHandedOn() {
        record Login(String user, Secret password) {}
        Login login = new Login("ann", Secret.of("hunter2"));
        assertThat(login.toString()).contains("***").doesNotContain("hunter2");
        assertThat(Json.read(Json.text(login), Login.class)).isEqualTo(login);
    }
}
