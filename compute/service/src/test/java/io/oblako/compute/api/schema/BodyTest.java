package io.oblako.compute.api.schema;

import static io.oblako.compute.api.schema.ObjectSchema.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final Schema FLAVOR = object().required(
                    "flavor",
                    object().required("name", Types.NAME)
                            .required("ram", Types.POSITIVE)
                            .optional("swap", Types.NOT_NEGATIVE)
                            .optional("public", Types.BOOLEAN)
                            .optionalSince(55, "description", Types.DESCRIPTION.orNull())
                            .optionalUntil(56, "personality", Schema.anything()));

    private static Body read(String json) {
        return Body.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String json, int minor, String sentence) {
        assertThatThrownBy(() -> read(json).check(FLAVOR, minor))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void aGoodBodyPassesAndIsRead() {
        Body flavor = read("{\"flavor\": {\"name\": \"tiny\", \"ram\": \"64\", \"swap\": 0, \"public\": \"no\"}}")
                .check(FLAVOR, 1)
                .at("flavor");
        assertThat(flavor.needed("name")).isEqualTo("tiny");
        assertThat(flavor.whole("ram")).contains(64);
        assertThat(flavor.bool("public")).contains(false);
        assertThat(flavor.bool("absent")).isEmpty();
    }

    @Test
    void aMissingFieldIsNamed() {
        refused("{\"flavor\": {\"ram\": 1}}", 1, "'name' is a required property");
    }

    @Test
    void aNullIsAnAbsentField() {
        refused("{\"flavor\": {\"name\": null, \"ram\": 1}}", 1, "'name' is a required property");
        assertThat(read("{\"flavor\": {\"name\": \"a\", \"ram\": 1, \"swap\": null}}")
                        .check(FLAVOR, 1))
                .isNotNull();
    }

    @Test
    void anUnknownFieldIsNamed() {
        refused(
                "{\"flavor\": {\"name\": \"a\", \"ram\": 1, \"evil\": 1}}",
                1,
                "Additional properties are not allowed ('evil' was unexpected)");
    }

    @Test
    void aFieldExistsOnlyInItsMicroversions() {
        String described = "{\"flavor\": {\"name\": \"a\", \"ram\": 1, \"description\": null}}";
        refused(described, 54, "'description' was unexpected");
        assertThat(read(described).check(FLAVOR, 55)).isNotNull();
        String personal = "{\"flavor\": {\"name\": \"a\", \"ram\": 1, \"personality\": []}}";
        assertThat(read(personal).check(FLAVOR, 56)).isNotNull();
        refused(personal, 57, "'personality' was unexpected");
    }

    @Test
    void aMessageNamesFieldValueAndRule() {
        refused(
                "{\"flavor\": {\"name\": \"a\", \"ram\": 0}}",
                1,
                "Invalid input for field/attribute ram. Value: 0. 0 is less than the minimum of 1");
        refused("{\"flavor\": {\"name\": \"\", \"ram\": 1}}", 1, "'' is too short");
        refused("{\"flavor\": {\"name\": \" a\", \"ram\": 1}}", 1, "Can not start or end with whitespace");
        refused("{\"flavor\": {\"name\": 12, \"ram\": 1}}", 1, "12 is not of type 'string'");
        refused("{\"flavor\": []}", 1, "is not of type 'object'");
    }

    @Test
    void API_12_aLongValueIsQuotedShortened() {
        String json = "{\"flavor\": {\"name\": \"" + "x".repeat(100_000) + "\", \"ram\": 1}}";
        assertThatThrownBy(() -> read(json).check(FLAVOR, 1))
                .satisfies(refusal -> assertThat(refusal.getMessage().length()).isLessThan(600));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"a\"",
                "{",
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": NaN}",
                "{\"a\": \"\\u0000\"}",
                "{\"a\": \"\\ud800\"}",
                "{\"\\u0000\": 1}",
                "{} {}",
                "\ufeff1"
            })
    void API_07_whatIsNoPlainObjectIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(CloudException.class);
    }

    @Test
    void API_07_deepNestingIsRefused() {
        String json = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThatThrownBy(() -> read(json)).isInstanceOf(CloudException.class);
    }

    @Test
    void API_07_numbersBeyondAllBoundsAreRefused() {
        refused("{\"flavor\": {\"name\": \"a\", \"ram\": 99999999999999999999}}", 1, "greater than the maximum");
        refused("{\"flavor\": {\"name\": \"a\", \"ram\": \"99999999999999999999\"}}", 1, "does not match");
        refused("{\"flavor\": {\"name\": \"a\", \"ram\": 1e400}}", 1, "not of type 'integer'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "0.0.0.0", "255.255.255.255"})
    void spellingsOfIpV4(String text) {
        assertThat(Addresses.isIpV4(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0", "10.0.0.256", "10.0.0.1.", "1.2.3.4.5", "a.b.c.d", "", "01.2.3.4"})
    void noSpellingsOfIpV4(String text) {
        assertThat(Addresses.isIpV4(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "fe80::1", "2001:2001::3", "1:2:3:4:5:6:7:8", "::babe:220.12.22.2", "1::"})
    void spellingsOfIpV6(String text) {
        assertThat(Addresses.isIpV6(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", ":::", "1:2:3", "::1::2", "2001:db8::gggg", "1:2:3:4:5:6:7:8:9", "notvalid", "::g"})
    void noSpellingsOfIpV6(String text) {
        assertThat(Addresses.isIpV6(text)).isFalse();
    }
}
