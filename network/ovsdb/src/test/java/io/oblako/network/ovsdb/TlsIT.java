package io.oblako.network.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.kernel.process.Processes;
import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.wire.Remote;
import io.oblako.network.ovsdb.wire.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mutual TLS with certificates that openssl makes for the test. */
class TlsIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final OvsdbServers servers = new OvsdbServers();

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void bothSidesMustShowACertificateOfTheAuthority() throws IOException {
        authority("ca");
        authority("stranger");
        certificate("server", "ca");
        certificate("client", "ca");
        certificate("intruder", "stranger");
        int port = OvsdbServers.ports(1).getFirst();
        servers.standalone(
                "shop",
                OvsdbServers.shop(),
                "--remote=pssl:%d:127.0.0.1".formatted(port),
                "--private-key=" + file("server.key"),
                "--certificate=" + file("server.pem"),
                "--ca-cert=" + file("ca.pem"));
        List<Remote> remotes = List.of(Remote.of("ssl:127.0.0.1:" + port));

        OvsdbClient client = servers.client(OvsdbSettings.of("Shop", remotes, tls("client", "ca", true)));
        // The first handshake of a JVM loads a lot of classes.
        client.awaitConnected(Duration.ofSeconds(30));
        client.transact(Shop.shelfWithItem(UUID.randomUUID(), "apple"));
        assertThat(client.connection().remote()).contains(remotes.getFirst());

        refused(OvsdbSettings.of("Shop", remotes, tls("client", "stranger", true)));
        refused(OvsdbSettings.of("Shop", remotes, tls("intruder", "ca", true)));
        // By its name, which the certificate does not bear, the server is refused unless names do not matter.
        List<Remote> named = List.of(Remote.of("ssl:localhost:" + port));
        refused(OvsdbSettings.of("Shop", named, tls("client", "ca", true)));
        OvsdbClient lenient = servers.client(OvsdbSettings.of("Shop", named, tls("client", "ca", false)));
        lenient.awaitConnected(SOON);
        assertThatThrownBy(() -> OvsdbSettings.of("Shop", remotes, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need a key and certificates");
    }

    private void refused(OvsdbSettings settings) {
        OvsdbClient client = servers.client(settings);
        assertThatThrownBy(() -> client.awaitConnected(Duration.ofMillis(700)))
                .isInstanceOf(NotConnectedException.class);
    }

    private TlsFiles tls(String name, String authority, boolean verifyHost) {
        return new TlsFiles(file(name + ".key"), file(name + ".pem"), file(authority + ".pem"), verifyHost);
    }

    private Path file(String name) {
        return servers.folder().resolve(name);
    }

    private void authority(String name) {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key").toString(),
                "-out",
                file(name + ".pem").toString());
    }

    private void certificate(String name, String authority) throws IOException {
        Files.writeString(file(name + ".ext"), "subjectAltName=IP:127.0.0.1\n");
        openssl(
                "req",
                "-new",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + ".key").toString(),
                "-out",
                file(name + ".csr").toString());
        openssl(
                "x509",
                "-req",
                "-days",
                "2",
                "-CA",
                file(authority + ".pem").toString(),
                "-CAkey",
                file(authority + ".key").toString(),
                "-CAcreateserial",
                "-extfile",
                file(name + ".ext").toString(),
                "-in",
                file(name + ".csr").toString(),
                "-out",
                file(name + ".pem").toString());
    }

    private static void openssl(String... arguments) {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Processes.Result result = Processes.run(command, Duration.ofSeconds(10));
        assertThat(result.ok()).as(result.output()).isTrue();
    }
}
