package io.oblako.compute.node.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How hosts differ, over folders that look like theirs. */
class ControlGroupsTest {

    private static final UUID SERVER = UUID.randomUUID();
    private static final GuestLimits LIMITS = new GuestLimits(1L << 30, 164, 2);

    @TempDir
    Path root;

    private Path proc;
    private Path mount;

    @BeforeEach
    void folders() throws IOException {
        proc = Files.createDirectory(root.resolve("proc"));
        mount = Files.createDirectory(root.resolve("cgroup"));
    }

    private void host(String mounts, String own) throws IOException {
        Files.writeString(proc.resolve("mounts"), mounts);
        Files.writeString(proc.resolve("cgroup"), own);
    }

    private Path unified(String own, String controllers) throws IOException {
        host("cgroup2 %s cgroup2 rw,nosuid 0 0\n".formatted(mount), "0::%s\n".formatted(own));
        Path group = Files.createDirectories(mount.resolve(own.substring(1)));
        Files.writeString(group.resolveSibling("cgroup.controllers"), controllers);
        return group.resolveSibling("guests");
    }

    private static Path group(Path place) throws IOException {
        Path group = Files.createDirectories(place.resolve(SERVER.toString()));
        Files.writeString(group.resolve("cgroup.procs"), "");
        return group;
    }

    @Test
    void CMP_22_aGuestIsLimitedInTheUnifiedHierarchy() throws IOException {
        Path guests = unified("/system.slice/oblako.service/daemon", "cpuset cpu io memory pids\n");
        ControlGroups groups = ControlGroups.of(proc, "oblako");
        assertThat(groups.usable()).isTrue();
        assertThat(guests.resolveSibling("cgroup.subtree_control")).content().startsWith("+");
        Path group = group(guests);
        groups.hold(SERVER, ProcessHandle.current(), LIMITS);
        assertThat(group.resolve("memory.max")).hasContent("1073741824");
        assertThat(group.resolve("memory.oom.group")).hasContent("1");
        assertThat(group.resolve("pids.max")).hasContent("164");
        assertThat(group.resolve("cpu.max")).hasContent("300000 100000");
        assertThat(group.resolve("cpu.weight")).hasContent("200");
        assertThat(group.resolve("cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void onlyWhatTheHostLetsUsHaveIsLimited() throws IOException {
        Path guests = unified("/oblako-h1/daemon", "pids\n");
        ControlGroups groups = ControlGroups.of(proc, "oblako");
        Path group = group(guests);
        groups.hold(SERVER, ProcessHandle.current(), LIMITS);
        assertThat(group.resolve("pids.max")).exists();
        assertThat(group.resolve("memory.max")).doesNotExist();
        assertThat(group.resolve("cpu.max")).doesNotExist();
    }

    @Test
    void aGroupThatNobodyGaveUsIsNotDivided() throws IOException {
        Path guests = unified("/user.slice/session-3.scope", "memory pids cpu\n");
        ControlGroups groups = ControlGroups.of(proc, "oblako");
        assertThat(groups.usable()).isFalse();
        groups.hold(SERVER, ProcessHandle.current(), LIMITS);
        groups.sweep();
        assertThat(guests).doesNotExist();
    }

    @Test
    void aHostWithoutControlGroupsRunsOn() throws IOException {
        host("tmpfs /tmp tmpfs rw 0 0\n", "");
        assertThat(ControlGroups.of(proc, "oblako").usable()).isFalse();
        Files.delete(proc.resolve("cgroup"));
        assertThat(ControlGroups.of(proc, "oblako").usable()).isFalse();
    }

    @Test
    void theFirstVersionIsTakenWhereTheSecondHasNoController() throws IOException {
        Path memory = Files.createDirectories(mount.resolve("memory/tenant"));
        Path cpu = Files.createDirectories(mount.resolve("cpu"));
        Files.createDirectories(mount.resolve("unified/daemon"));
        Files.writeString(mount.resolve("unified/cgroup.controllers"), "hugetlb\n");
        host("""
                cgroup2 %1$s/unified cgroup2 rw 0 0
                cgroup %1$s/memory cgroup rw,memory 0 0
                cgroup %1$s/cpu cgroup rw,relatime,cpu,cpuacct 0 0
                """.formatted(mount), """
                4:memory:/tenant
                1:cpu,cpuacct:/outside/of/this/container
                0::/daemon
                """);
        CgroupLayout found = CgroupMounts.find(proc, "oblako");
        assertThat(found)
                .isEqualTo(new SplitCgroups(Map.of("memory", memory.resolve("oblako"), "cpu", cpu.resolve("oblako"))));
        found.prepare();
        assertThat(List.of(memory.resolve("oblako"), cpu.resolve("oblako"))).allMatch(Files::isDirectory);
        assertThat(found.limits(memory.resolve("oblako"), LIMITS)).containsOnlyKeys("memory.limit_in_bytes");
        assertThat(found.limits(cpu.resolve("oblako"), LIMITS))
                .containsEntry("cpu.cfs_quota_us", "300000")
                .containsEntry("cpu.shares", "2048");
    }

    @Test
    void whatIsInUseOrIsNoGroupIsNotSwept() throws IOException {
        Path guests = unified("/oblako-h1/daemon", "pids\n");
        ControlGroups groups = ControlGroups.of(proc, "oblako");
        Path held = group(guests);
        groups.hold(SERVER, ProcessHandle.current(), LIMITS);
        Path left = Files.createDirectories(guests.resolve(UUID.randomUUID().toString()));
        groups.sweep();
        assertThat(held).exists();
        assertThat(left)
                .as("a plain folder without cgroup.procs is none of ours")
                .exists();
    }
}
