package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a tenant does first: a real guest from POST to its login prompt, through its life, to nothing left. */
@ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
class FirstServerIT {

    private static final Duration BOOT = Duration.ofSeconds(120);

    @Test
    void aGuestBootsIsWorkedAtStopsStartsAndLeavesNothing() throws Exception {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("first-server", "member")) {
            Cloud cloud = tenant.login();
            String id = cloud.boot("first");
            cloud.await(id, "ACTIVE", BOOT);
            assertThat(cloud.awaitConsole(id, "login:", BOOT)).contains("mote: ready");
            assertThat(Machine.qemus(id)).isNotEmpty();
            worksAtItsConsoles(cloud, id);

            cloud.act(id, "{\"os-stop\":null}").expect(202);
            cloud.await(id, "SHUTOFF", BOOT);
            assertThat(Machine.qemus(id)).isEmpty();

            cloud.act(id, "{\"os-start\":null}").expect(202);
            cloud.await(id, "ACTIVE", BOOT);

            cloud.delete(id);
            assertThat(Machine.qemus(id)).isEmpty();
            assertThat(Machine.filesOf(id)).isEmpty();
            assertThat(cloud.compute("GET", "/limits", null).expect(200).text("/limits/absolute/totalInstancesUsed"))
                    .isEqualTo("0");
        }
    }

    private static void worksAtItsConsoles(Cloud cloud, String id) throws Exception {
        try (RemoteConsole serial = RemoteConsole.serial(cloud, id)) {
            serial.type("mote\r");
            serial.hears("Password:", BOOT);
            serial.type("gocloud\r");
            serial.hears("$", BOOT);
            serial.type("echo I am $((40 + 2))\r");
            serial.hears("I am 42", BOOT);
        }
        assertThat(cloud.awaitConsole(id, "I am 42", BOOT)).contains("login:");
        try (RemoteConsole screen = RemoteConsole.screen(cloud, id)) {
            screen.hears("RFB 003.008", BOOT);
        }
    }

    @Test
    void CMP_13_aRunningGuestsProcessHasNoPowers() throws IOException {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("jail", "member")) {
            Cloud cloud = tenant.login();
            String id = cloud.boot("jailed");
            cloud.await(id, "ACTIVE", BOOT);
            String status = Files.readString(
                    Path.of("/proc", Long.toString(Machine.qemu(id).pid()), "status"));
            assertThat(status)
                    .containsPattern("CapEff:\\s+0000000000000000")
                    .containsPattern("CapBnd:\\s+0000000000000000")
                    .containsPattern("NoNewPrivs:\\s+1")
                    .containsPattern("Seccomp:\\s+2")
                    .doesNotContainPattern("Uid:\\s+0\\s");
            cloud.delete(id);
        }
    }

    @Test
    void anImageMadeOfAServerBoots() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("snapshot", "member")) {
            Cloud cloud = tenant.login();
            String id = cloud.boot("original");
            cloud.await(id, "ACTIVE", BOOT);
            cloud.act(id, "{\"os-stop\":null}").expect(202);
            cloud.await(id, "SHUTOFF", BOOT);
            String image = cloud.act(id, "{\"createImage\":{\"name\":\"copy\"}}")
                    .expect(202)
                    .text("/image_id");
            long deadline = System.nanoTime() + BOOT.toNanos();
            while (!cloud.image("GET", "/v2/images/" + image, null)
                    .expect(200)
                    .text("/status")
                    .equals("active")) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Cloud.sleep(Duration.ofMillis(200));
            }
            String copy = cloud.boot("copy", image);
            cloud.await(copy, "ACTIVE", BOOT);
            cloud.awaitConsole(copy, "login:", BOOT);
            cloud.delete(copy);
            cloud.delete(id);
            cloud.image("DELETE", "/v2/images/" + image, null).expect(204);
        }
    }
}
