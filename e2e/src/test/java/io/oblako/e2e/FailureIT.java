package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any one process dies by {@code kill -9} while it is needed: the request ends, the cloud heals, guests run on. */
@ResourceLock(Machine.PROCESSES)
class FailureIT {

    private static final Duration LONG = Duration.ofSeconds(150);
    private static final Set<String> TERMINAL = Set.of("ACTIVE", "ERROR", "SHUTOFF");

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
        JsonNode server = awaitTerminal(Cloud.admin(), id);
        if (server.get("status").asText().equals("ERROR")) {
            assertThat(server.at("/fault/message").asText()).isNotEmpty();
        }
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
    void guestsOutliveTheControlPlaneAndANewDaemonAdoptsThem() {
        Cloud admin = Cloud.admin();
        String id = admin.boot("survivor");
        JsonNode server = admin.await(id, "ACTIVE", LONG);
        admin.awaitConsole(id, "login:", LONG);
        long qemu = Machine.qemu(id).pid();
        String node = "node-" + server.get("OS-EXT-SRV-ATTR:host").asText();
        for (String name : new String[] {"compute", "image", "identity", "keycloak", "kafka", "postgres"}) {
            Machine.kill(name);
        }
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

    private static JsonNode awaitTerminal(Cloud cloud, String id) {
        long deadline = System.nanoTime() + LONG.toNanos();
        JsonNode server = cloud.server(id);
        while (!TERMINAL.contains(server.get("status").asText())
                || !server.path("OS-EXT-STS:task_state").isNull()) {
            assertThat(System.nanoTime()).as("%s", server).isLessThan(deadline);
            Cloud.sleep(Duration.ofMillis(200));
            server = cloud.server(id);
        }
        return server;
    }
}
