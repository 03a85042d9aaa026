package io.oblako.compute.node.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.node.metadata.MetadataRequest.Read;
import io.oblako.compute.node.metadata.MetadataRequest.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataRequestTest {

    private static MetadataRequest of(String head) {
        return MetadataRequest.of(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static MetadataRequest get(String target) {
        return of("GET " + target + " HTTP/1.1\r\nHost: 169.254.169.254");
    }

    @Test
    void aPathIsItsWords() {
        assertThat(get("/openstack/latest/meta_data.json"))
                .isEqualTo(new Read(List.of("openstack", "latest", "meta_data.json"), true));
        assertThat(get("/")).isEqualTo(new Read(List.of(), true));
        assertThat(get("/latest/meta-data//")).isEqualTo(new Read(List.of("latest", "meta-data"), true));
        assertThat(get("/openstack?x=/../y")).isEqualTo(new Read(List.of("openstack"), true));
        assertThat(of("HEAD /openstack HTTP/1.0")).isEqualTo(new Read(List.of("openstack"), false));
        assertThat(of("GET / HTTP/1.1\nHost: a\nContent-Length: 0")).isEqualTo(new Read(List.of(), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Instance-ID: 0a1b2c3d-4e5f-4678-9abc-def012345678",
                "X-Tenant-ID: other",
                "X-Forwarded-For: 10.0.0.6",
                "X-Instance-ID-Signature: 00",
                "Forwarded: for=10.0.0.6",
                "Host: 10.0.0.6"
            })
    void CMP_07_whatAHeaderClaimsIsNotPartOfTheQuestion(String header) {
        assertThat(of("GET /openstack HTTP/1.1\r\n" + header)).isEqualTo(get("/openstack"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://keystone:5000/v3",
                "https://169.254.169.254/openstack",
                "keystone:5000",
                "//keystone/v3",
                "*",
                "/../etc/passwd",
                "/openstack/../../x",
                "/openstack/./latest",
                "/openstack/%2e%2e/x",
                "/openstack/latest;x",
                "/open\\stack"
            })
    void CMP_08_onlyAPlainPathIsTaken(String target) {
        assertThat(get(target))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"})
    void CMP_08_otherVerbsLeadNowhere(String method) {
        assertThat(of(method + " /openstack/latest/password HTTP/1.1"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET /",
                "GET  / HTTP/1.1",
                "GET / HTTP/2.0",
                "CONNECT keystone:5000 HTTP/1.1",
                "GET / HTTP/1.1\r\nTransfer-Encoding: chunked",
                "GET / HTTP/1.1\r\ncontent-length: 5",
                "GET / HTTP/1.1\r\n folded: x",
                "GET / HTTP/1.1\r\nname : x",
                "GET / HTTP/1.1\r\nname: a\0b",
                "GET /a\rb HTTP/1.1"
            })
    void CMP_08_whatIsNoPlainRequestIsRefused(String head) {
        assertThat(of(head))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @Test
    void CMP_08_tooManyLinesAreRefused() {
        String many = "GET / HTTP/1.1" + "\r\nA: b".repeat(MetadataRequest.MAX_LINES);
        assertThat(of(many)).isInstanceOf(Refused.class);
    }

    @Test
    void anythingAtAllIsAnsweredOrRefused() {
        Random random = new Random(7);
        IntStream.range(0, 20_000).forEach(_ -> {
            byte[] head = new byte[random.nextInt(64)];
            random.nextBytes(head);
            assertThat(MetadataRequest.of(head)).isNotNull();
        });
    }
}
