package io.oblako.compute.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.testing.guest.BootSectorGuest;
import io.oblako.testing.guest.FakeCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Design R1 with nothing simulated between compute and the guest: compute, the node daemon and QEMU are processes, the guest
 * runs, and at the most dangerous steps one or two of them die by SIGKILL. What is started anew finishes what was begun, and
 * the checker finds nothing wrong, neither while the server is there nor after it has gone. Wants root, qemu-system-x86 and
 * bubblewrap.
 */
@Tag("slow")
@EnabledIfSystemProperty(named = "user.name", matches = "root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QemuKillMatrixIT {

    private Path gate;
    private FakeCloud cloud;
    private ComputeUnderTest compute;
    private RealNode node;

    /** Who dies when the step is reached. */
    enum Victim {
        COMPUTE,
        NODE,
        GUEST_AND_NODE
    }

    /** @param point saga, step and point of the gate */
    record Kill(Victim victim, String point) {}

    /** @param end in which vm_state the server rests afterwards */
    record Case(String sentence, String order, String end, List<Kill> kills) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                node("create: the disk is cloned, nothing is started", "create", "prepare-disks.after-effect"),
                node("create: QEMU is started and has not greeted", "create", "exec.after-effect"),
                node("create: the guest is about to run", "create", "continue.before"),
                node("create: the guest runs and nobody was told", "create", "continue.after-effect"),
                new Case(
                        "create: QEMU and the daemon die together",
                        "create",
                        "ERROR",
                        List.of(new Kill(Victim.GUEST_AND_NODE, "node.continue.before"))),
                new Case(
                        "create: the order lies in the outbox, and then the daemon dies as well",
                        "create",
                        "ACTIVE",
                        List.of(
                                new Kill(Victim.COMPUTE, "boot-server.claim-host.after-commit"),
                                new Kill(Victim.NODE, "node.launch.after-effect"))),
                node("stop: the power button was pressed", "stop", "press-power-button.after-effect"),
                node("start: the process is there and not written down", "start", "qmp.after-effect"),
                node("rebuild: the old disk is gone, the new one not there", "rebuild", "disks-cleared.after-effect"),
                node("image: the disk is copied, nothing is uploaded", "image", "copy-root-disk.after-effect"),
                node("delete: half of the files are removed", "delete", "disks-removed.after-effect"),
                new Case(
                        "delete: compute has told the host, and the daemon dies before the files go",
                        "delete",
                        "DELETED",
                        List.of(
                                new Kill(Victim.COMPUTE, "delete-server.clear-hosts.after-commit"),
                                new Kill(Victim.NODE, "node.remove-all.before"))));
    }

    private static Case node(String sentence, String order, String point) {
        return new Case(sentence, order, ComputeUnderTest.end(order), List.of(new Kill(Victim.NODE, "node." + point)));
    }

    @BeforeAll
    void aDatabaseABrokerAHostAndCompute(@TempDir Path folder) throws IOException, SQLException {
        gate = Files.createDirectory(folder.resolve("gate"));
        cloud = new FakeCloud();
        cloud.stored.put(KilledCompute.IMAGE, BootSectorGuest.disk());
        compute = new ComputeUnderTest("compute_qemu", gate, false);
        node = new RealNode(compute.kafka(), cloud, folder.resolve("host"), gate);
        node.start();
        compute.start();
        compute.noHostIsGivenUp();
    }

    @AfterAll
    void everythingEnds() throws SQLException {
        compute.close();
        node.close();
        cloud.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void I1_I2_I4_I7_I8_I10_I11_I12_holdWhateverDies(Case killing)
            throws IOException, InterruptedException, SQLException {
        String order = killing.order();
        UUID server = order.equals("create") ? null : compute.prepared(order);
        if (order.equals("stop")) {
            await().atMost(ComputeUnderTest.LONG).until(() -> node.booted(server));
        }
        for (Kill kill : killing.kills()) {
            Files.writeString(gate.resolve(kill.point()), kill.victim() == Victim.COMPUTE ? "kill" : "stop");
        }
        UUID asked = server == null ? compute.order("create") : compute.order(order + " " + server);
        for (Kill kill : killing.kills()) {
            die(kill);
        }
        UUID id = server != null ? server : asked != null ? asked : compute.youngest();
        compute.becomes(id, killing.end());
        compute.comesToRest(node::seen);
        if (killing.end().equals("ERROR")) {
            assertThat(compute.fault(id)).isNotEqualTo("absent");
        }
        if (!killing.end().equals("DELETED")) {
            compute.order("delete " + id);
            compute.becomes(id, "DELETED");
        }
        compute.comesToRest(node::seen);
        await().atMost(ComputeUnderTest.LONG)
                .untilAsserted(() -> assertThat(node.guests()).isEmpty());
        await().atMost(ComputeUnderTest.LONG)
                .untilAsserted(() -> assertThat(node.copies()).isEmpty());
        assertThat(cloud.stored).hasSize(order.equals("image") ? 2 : 1);
        cloud.stored.keySet().retainAll(List.of(KilledCompute.IMAGE));
    }

    private void die(Kill kill) throws IOException, InterruptedException {
        if (kill.victim() == Victim.COMPUTE) {
            compute.diesAndStartsAgain(kill.point());
            return;
        }
        Path reached = gate.resolve(kill.point() + ".reached");
        await().atMost(ComputeUnderTest.LONG)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Files.exists(reached));
        if (kill.victim() == Victim.GUEST_AND_NODE) {
            node.killGuests();
        }
        node.kill();
        Files.delete(gate.resolve(kill.point()));
        Files.delete(reached);
        node.start();
    }
}
