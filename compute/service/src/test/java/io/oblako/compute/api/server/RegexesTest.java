package io.oblako.compute.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.error.CloudException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexesTest {

    @ParameterizedTest
    @ValueSource(strings = {"web", "^web-[0-9]+$", "web|db", ".*", "a\\.b", "(a+)+$", "[a-z]*-\\d"})
    void anOrdinaryExpressionPasses(String expression) {
        assertThat(Regexes.checked("name", expression)).isEqualTo(expression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a)\\1",
                "((a{99}){99}){99}",
                "a{1,1000}",
                "(?=a)",
                "(?i)a",
                "a++",
                "[[:alpha:]]",
                "(",
                "*a",
                "\\Qa"
            })
    void API_06_anExpensiveOrMalformedExpressionIsRefused(String expression) {
        assertThatThrownBy(() -> Regexes.checked("name", expression))
                .isInstanceOf(CloudException.class)
                .hasMessageContaining("name filter");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 65_536})
    void API_06_aLongExpressionIsRefused(int length) {
        assertThatThrownBy(() -> Regexes.checked("name", "a".repeat(length))).isInstanceOf(CloudException.class);
    }
}
