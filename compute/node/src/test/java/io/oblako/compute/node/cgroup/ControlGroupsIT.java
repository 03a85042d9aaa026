package io.oblako.compute.node.cgroup;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The control groups of this machine, whichever version it has. Wants root and groups that can be made. */
@EnabledIfSystemProperty(named = "user.name", matches = "root")
class ControlGroupsIT {

    private static final String NAME = "oblako-control-groups-it";

    private final UUID server = UUID.randomUUID();
    private final ControlGroups groups = ControlGroups.ofThisHost(NAME);
    private Process family;

    @BeforeEach
    void aProcessWithAChild() throws IOException {
        assumeThat(groups.usable()).as("usable control groups").isTrue();
        family = new ProcessBuilder("/usr/bin/timeout", "60", "/usr/bin/sleep", "60").start();
        await().atMost(30, SECONDS).until(() -> family.descendants().count() == 1);
    }

    @AfterEach
    void endsWithItsChild() throws IOException {
        family.descendants().forEach(ProcessHandle::destroyForcibly);
        family.destroyForcibly();
        await().atMost(30, SECONDS).untilAsserted(() -> {
            groups.sweep();
            assertThat(foldersOf(server)).as("groups of a guest that is gone").isEmpty();
        });
        for (Path left : CgroupMounts.find(Path.of("/proc/self"), NAME).places()) {
            Files.deleteIfExists(left);
        }
    }

    private static List<Path> foldersOf(UUID server) throws IOException {
        return CgroupMounts.find(Path.of("/proc/self"), NAME).places().stream()
                .map(place -> place.resolve(server.toString()))
                .filter(Files::exists)
                .toList();
    }

    @Test
    void CMP_22_allProcessesOfAGuestAreInItsGroupWhichHasItsLimits() throws IOException {
        groups.hold(server, family.toHandle(), new GuestLimits(64L << 20, 16, 1));
        List<Path> folders = foldersOf(server);
        assertThat(folders).isNotEmpty();
        List<String> family = Stream.concat(Stream.of(this.family.toHandle()), this.family.descendants())
                .map(process -> Long.toString(process.pid()))
                .toList();
        for (Path folder : folders) {
            assertThat(Files.readAllLines(folder.resolve("cgroup.procs"))).containsExactlyInAnyOrderElementsOf(family);
        }
        assertThat(folders.stream()
                        .flatMap(folder ->
                                Stream.of("memory.limit_in_bytes", "memory.max").map(folder::resolve))
                        .filter(Files::exists))
                .singleElement()
                .satisfies(file -> assertThat(file).content().startsWith(Long.toString(64L << 20)));
    }

    @Test
    void holdingTwiceIsHarmlessAndAGroupInUseIsNotSwept() throws IOException {
        groups.hold(server, family.toHandle(), new GuestLimits(64L << 20, 16, 1));
        groups.hold(server, family.toHandle(), new GuestLimits(128L << 20, 16, 1));
        groups.sweep();
        assertThat(foldersOf(server)).isNotEmpty();
    }
}
