package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any one process dies by {@code kill -9} while it is needed: the request ends, the cloud heals, guests run on. */
@ResourceLock(Machine.PROCESSES)
class FailureIT {

    private static final Duration LONG = Duration.ofSeconds(150);

    private static final List<String> CONTROL = List.of(
            "network",
            "ovn-northd",
            "ovn-nb",
            "ovn-sb",
            "compute",
            "image",
            "identity",
            "keycloak",
            "kafka",
            "postgres");

    private static final Pattern TOLD = Pattern.compile("leased and told (\\d+)");

    /** Leases its address and asks who it is, again and again, and counts how often it was answered. */
    private static final String ASK = """
            #!/bin/sh
            (
                told=0
                while sleep 1; do
                    udhcpc -i eth0 -n -q -t 2 -T 1 -s /usr/share/udhcpc/default.script || continue
                    timeout 4 wget -q -O /dev/null http://169.254.169.254/openstack/latest/meta_data.json || continue
                    told=$((told + 1))
                    echo "leased and told $told" >/dev/console
                done
            ) >/dev/null 2>&1 &
            """;

    @AfterEach
    void theCloudIsWhole() {
        Machine.heal();
    }

    @ParameterizedTest(name = "{0} dies while a server is being built")
    @ValueSource(strings = {"compute", "image", "identity", "kafka", "postgres", "keycloak", "node-h1", "node-h2"})
    void I10_aServerAskedForEndsInATerminalState(String victim) {
        Cloud admin = Cloud.admin();
        String id = admin.boot("while-" + victim + "-dies");
        Machine.kill(victim);
        Machine.heal();
        Cloud.admin().awaitTerminal(id, LONG);
        Cloud.admin().delete(id);
        assertThat(Machine.qemus(id)).isEmpty();
        assertThat(Machine.filesOf(id)).isEmpty();
    }

    @Test
    void aDeadGuestIsNoticedWithinTwoSeconds() {
        Cloud admin = Cloud.admin();
        String id = admin.boot("to-be-killed");
        admin.await(id, "ACTIVE", LONG);
        Machine.kill(Machine.qemu(id));
        long died = System.nanoTime();
        while (admin.server(id).get("status").asText().equals("ACTIVE")) {
            assertThat(Duration.ofNanos(System.nanoTime() - died)).isLessThan(Duration.ofSeconds(10));
            Cloud.sleep(Duration.ofMillis(50));
        }
        Duration noticed = Duration.ofNanos(System.nanoTime() - died);
        assertThat(noticed).isLessThan(Duration.ofSeconds(2));
        admin.delete(id);
    }

    @Test
    void guestsOutliveAllControlWithTheirLeasesAndMetadataAndANewDaemonAdoptsThem() throws IOException {
        Cloud admin = Cloud.admin();
        String network = admin.networkMade("networks", "network", "{'network': {}}");
        admin.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'network_id': '%s', 'cidr': '10.12.0.0/24', 'ip_version': 4}}".formatted(network));
        String id = admin.bootOnNetwork("survivor", network, ASK);
        JsonNode server = admin.await(id, "ACTIVE", LONG);
        admin.awaitConsole(id, "login:", LONG);
        Path console = Machine.consoleOf(id);
        awaitTold(console, 1);
        long qemu = Machine.qemu(id).pid();
        String node = "node-" + server.get("OS-EXT-SRV-ATTR:host").asText();
        CONTROL.forEach(Machine::kill);
        int told = told(console);
        // The next may have been under way before.
        awaitTold(console, told + 2);
        Machine.kill(node);
        Cloud.sleep(Duration.ofSeconds(3));
        assertThat(Machine.qemu(id).pid()).isEqualTo(qemu);
        Machine.heal();
        Cloud again = Cloud.admin();
        assertThat(again.await(id, "ACTIVE", LONG).get("status").asText()).isEqualTo("ACTIVE");
        assertThat(Machine.qemu(id).pid()).isEqualTo(qemu);
        again.act(id, "{\"os-stop\":null}").expect(202);
        again.await(id, "SHUTOFF", LONG);
        again.delete(id);
        assertThat(Machine.qemus(id)).isEmpty();
        again.network("DELETE", "/networks/" + network, null).expect(204);
    }

    private static void awaitTold(Path console, int times) throws IOException {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (told(console) < times) {
            assertThat(System.nanoTime()).as("the guest leases and is told").isLessThan(deadline);
            Cloud.sleep(Duration.ofMillis(200));
        }
    }

    /** How often the guest says that it was answered; nobody else is asked. */
    private static int told(Path console) throws IOException {
        return TOLD.matcher(new String(Files.readAllBytes(console), StandardCharsets.UTF_8))
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .max()
                .orElse(0);
    }

    @Test
    void guestsPowerDownWithTheirHostAndComeBackWithIt() {
        Cloud admin = Cloud.admin();
        String id = admin.bootOn("h2", "resumed");
        admin.await(id, "ACTIVE", LONG);
        admin.awaitConsole(id, "login:", LONG);
        Machine.hosts(1);
        assertThat(Machine.qemus(id)).isEmpty();
        assertThat(Machine.filesOf(id)).isNotEmpty();
        Machine.hosts(2);
        long deadline = System.nanoTime() + LONG.toNanos();
        while (Machine.qemus(id).isEmpty()) {
            assertThat(System.nanoTime()).as("the guest runs again").isLessThan(deadline);
            Cloud.sleep(Duration.ofMillis(200));
        }
        assertThat(admin.await(id, "ACTIVE", LONG).get("fault")).as("a fault").isNull();
        assertThat(admin.awaitConsole(id, "login:", LONG)).contains("mote: ready");
        admin.delete(id);
        assertThat(Machine.qemus(id)).isEmpty();
    }
}
