package io.oblako.kernel.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {

    private static boolean allows(String pattern, String path) {
        return new AccessRule("compute", "GET", pattern).allows("compute", "GET", path);
    }

    @ParameterizedTest
    @CsvSource({
        "/v2.1/servers, /v2.1/servers",
        "/v2.1/servers/*, /v2.1/servers/1",
        "/v2.1/servers/{id}, /v2.1/servers/1",
        "/v2.1/servers/*/ips, /v2.1/servers/1/ips",
        "/v2.1/**, /v2.1/servers/1/ips/public",
        "/v2.1/**, /v2.1/",
        "/v2.1/**/ips, /v2.1/servers/1/ips",
        "/**, /",
        "/**/a/**/b, /x/a/y/a/z/b",
    })
    void whatTheRuleNamesPasses(String pattern, String path) {
        assertThat(allows(pattern, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/v2.1/servers, /v2.1/servers/",
        "/v2.1/servers, /v2.1/Servers",
        "/v2.1/servers, /v2.1/servers/1",
        "/v2.1/servers, /v2.1",
        "/v2.1/servers/*, /v2.1/servers",
        "/v2.1/servers/*, /v2.1/servers/",
        "/v2.1/servers/*, /v2.1/servers/1/action",
        "/v2.1/**, /v2.1",
        "/v2.1/**/ips, /v2.1/ips",
        "/v2.1/**, /v2/servers",
        "/**/a/**/b, /x/a/b",
    })
    void whatTheRuleDoesNotNameIsRefused(String pattern, String path) {
        assertThat(allows(pattern, path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//v2.1/servers",
                "/v2.1//servers",
                "/v2.1/./servers",
                "/v2.1/../v2.1/servers",
                "/v2.1/servers/.",
                "/v2.1/servers/..",
                "/v2.1%2fservers",
                "/v2.1%2Fservers",
                "/v2.1/servers%2f1",
                "/v2.1/servers%5c1",
                "/v2.1/%2e/servers",
                "/v2.1/%2E%2e/servers",
                "/v2.1/servers;x",
                "/v2.1/servers;x=1/1",
                "/v2.1/servers%3bx",
                "/v2.1/servers%252f1",
                "/v2.1/servers%00",
                "/v2.1\\servers",
            })
    void ID_07_aPathWithTwoReadingsPassesNoRule(String path) {
        for (String pattern : new String[] {"/v2.1/servers", "/v2.1/*", "/v2.1/servers/*", "/**", "/v2.1/**", path}) {
            assertThat(allows(pattern, path)).as(pattern).isFalse();
        }
    }

    @Test
    void ID_07_serviceAndMethodAreLiteral() {
        AccessRule rule = new AccessRule("compute", "GET", "/v2.1/servers");
        assertThat(rule.allows("compute", "POST", "/v2.1/servers")).isFalse();
        assertThat(rule.allows("compute", "HEAD", "/v2.1/servers")).isFalse();
        assertThat(rule.allows("compute", "get", "/v2.1/servers")).isFalse();
        assertThat(rule.allows("image", "GET", "/v2.1/servers")).isFalse();
    }

    @Test
    void API_06_aRuleOfManyStarsIsNoBomb() {
        String pattern = "/**/a".repeat(25) + "/b";
        String path = "/a".repeat(2000);
        Instant start = Instant.now();
        assertThat(allows(pattern, path)).isFalse();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }
}
