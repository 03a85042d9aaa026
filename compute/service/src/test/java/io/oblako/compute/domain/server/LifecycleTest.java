package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.server.Lifecycle.decide;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.ComputeError;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID WORK = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final Flavor SMALL = flavor("small", 1);
    private static final Flavor LARGE = flavor("large", 2);

    private static Flavor flavor(String name, int diskGib) {
        return new Flavor(name, name, 1, 64, diskGib, 0, 0, 1, true, false, null, Map.of(), NOW);
    }

    static Server server(VmState vm, TaskState task, PowerState power) {
        return new Server(
                new UUID(1, 1),
                ProjectId.of("p"),
                UserId.of("u"),
                new Server.Details("web", null, "web", Map.of(), Set.of(), null, null, false),
                new Server.Machine(
                        SMALL,
                        vm == VmState.RESIZED ? LARGE : null,
                        new BootImage(new UUID(2, 2), "i", "qcow2", 1, 1, "", 0, 0, Map.of()),
                        null,
                        false,
                        null,
                        "r-1",
                        0,
                        List.of()),
                new Server.State(vm, task, task == null ? null : OTHER, power, 0, null, null),
                new Server.Placement(null, null, "host", "nova", 1),
                Server.Counters.NONE,
                new Server.Times(NOW, NOW, NOW, vm == VmState.DELETED ? NOW : null),
                5);
    }

    private static Server at(VmState vm) {
        return server(vm, null, PowerState.RUNNING);
    }

    private static Server begun(Server server, ServerOrder order) {
        Decision decision = decide(server, order, WORK, false, NOW);
        assertThat(decision).isInstanceOf(Decision.Begun.class);
        assertThat(decision.server().generation()).isEqualTo(server.generation() + 1);
        assertThat(decision.server().state().work()).isEqualTo(WORK);
        return decision.server();
    }

    private static void refused(Server server, ServerOrder order, ComputeError code) {
        assertThatThrownBy(() -> decide(server, order, WORK, false, NOW))
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static ServerOrder order(String word) {
        return switch (word) {
            case "start" -> new ServerOrder.Start();
            case "stop" -> new ServerOrder.Stop();
            case "pause" -> new ServerOrder.Pause();
            case "unpause" -> new ServerOrder.Unpause();
            case "suspend" -> new ServerOrder.Suspend();
            case "resume" -> new ServerOrder.Resume();
            case "soft" -> new ServerOrder.SoftReboot();
            case "hard" -> new ServerOrder.HardReboot();
            case "rebuild" -> {
                Server server = at(VmState.ACTIVE);
                yield new ServerOrder.Rebuild(server.details(), server.machine().image(), null, null);
            }
            case "resize" -> new ServerOrder.Resize(LARGE, null);
            case "revert" -> new ServerOrder.RevertResize();
            case "image" -> new ServerOrder.CreateImage(OTHER, "snap", Map.of());
            default -> throw new IllegalArgumentException(word);
        };
    }

    /** As Nova allows it. */
    @ParameterizedTest(name = "{0} is legal when {1}")
    @CsvSource({
        "start, STOPPED, POWERING_ON, RUNNING",
        "stop, ACTIVE ERROR, POWERING_OFF, STOPPED",
        "pause, ACTIVE, PAUSING, PAUSED",
        "unpause, PAUSED, UNPAUSING, RUNNING",
        "suspend, ACTIVE, SUSPENDING, SUSPENDED",
        "resume, SUSPENDED, RESUMING, RUNNING",
        "soft, ACTIVE, REBOOTING, RUNNING",
        "hard, ACTIVE STOPPED PAUSED SUSPENDED ERROR, REBOOTING_HARD, RUNNING",
        "rebuild, ACTIVE ERROR, REBUILDING, RUNNING",
        "revert, RESIZED, RESIZE_REVERTING, RUNNING",
    })
    void eachOrderIsLegalInItsStatesAndRefusedInAllOthers(String word, String legal, TaskState task, Wish wish) {
        List<String> states = List.of(legal.split(" "));
        for (VmState state : VmState.values()) {
            boolean rebuildOfStopped = word.equals("rebuild") && state == VmState.STOPPED;
            if (states.contains(state.name())) {
                Server working = begun(at(state), order(word));
                assertThat(working.state().task()).isEqualTo(task);
                assertThat(Wishes.of(working)).isEqualTo(wish);
            } else if (!rebuildOfStopped && state != VmState.DELETED) {
                refused(at(state), order(word), ComputeError.SERVER_BUSY);
            }
        }
    }

    @Test
    void aStoppedServerIsRebuiltAndStaysOff() {
        Server working = begun(at(VmState.STOPPED), order("rebuild"));
        assertThat(Wishes.of(working)).isEqualTo(Wish.STOPPED);
        assertThat(working.counters().disk()).isEqualTo(1);
        assertThat(WorkEnd.succeeded(working, WORK, NOW).vm()).isEqualTo(VmState.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(value = VmState.class, names = "DELETED", mode = EnumSource.Mode.EXCLUDE)
    void deletingIsLegalInEveryState(VmState state) {
        assertThat(Wishes.of(begun(at(state), new ServerOrder.Delete()))).isEqualTo(Wish.ABSENT);
    }

    @ParameterizedTest
    @EnumSource(value = TaskState.class, names = "DELETING", mode = EnumSource.Mode.EXCLUDE)
    void deletingOverridesWhateverIsBeingDone(TaskState task) {
        Decision decision =
                decide(server(VmState.ACTIVE, task, PowerState.RUNNING), new ServerOrder.Delete(), WORK, false, NOW);
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Begun.class,
                        begun -> assertThat(begun.overrides()).isTrue());
    }

    @Test
    void deletingTwiceIsDeletingOnceAndADeletedServerIsNotFound() {
        Server deleting = begun(at(VmState.ACTIVE), new ServerOrder.Delete());
        assertThat(decide(deleting, new ServerOrder.ForceDelete(), OTHER, false, NOW))
                .isEqualTo(new Decision.Settled(deleting));
        refused(at(VmState.DELETED), new ServerOrder.Delete(), ComputeError.SERVER_NOT_FOUND);
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void aBusyServerRefusesToStop(TaskState task) {
        Server busy = server(VmState.ACTIVE, task, PowerState.RUNNING);
        assertThatThrownBy(() -> decide(busy, new ServerOrder.Stop(), WORK, true, NOW))
                .hasMessage("Cannot 'stop' instance %s while it is in task_state %s".formatted(busy.id(), task.word()));
    }

    @Test
    void aHardRebootOverridesASoftOneThatHangs() {
        Server soft = begun(at(VmState.ACTIVE), new ServerOrder.SoftReboot());
        Decision hard = decide(soft, new ServerOrder.HardReboot(), OTHER, false, NOW);
        assertThat(((Decision.Begun) hard).overrides()).isTrue();
        assertThat(WorkEnd.failed(hard.server(), WORK, fault(), false, NOW))
                .as("what was overridden ends nothing")
                .isSameAs(hard.server());
        assertThat(WorkEnd.succeeded(hard.server(), OTHER, NOW).status()).isEqualTo("ACTIVE");
    }

    @Test
    void aLockedServerObeysAdministratorsAlone() {
        Server locked = decide(at(VmState.ACTIVE), new ServerOrder.Lock(false, "why"), WORK, false, NOW)
                .server();
        refused(locked, new ServerOrder.Stop(), ComputeError.SERVER_LOCKED);
        refused(locked, new ServerOrder.Delete(), ComputeError.SERVER_LOCKED);
        assertThat(decide(locked, new ServerOrder.Stop(), WORK, true, NOW)).isInstanceOf(Decision.Begun.class);
        assertThat(decide(locked, new ServerOrder.Unlock(), WORK, false, NOW)
                        .server()
                        .locked())
                .isFalse();
        Server byAdmin = decide(at(VmState.ACTIVE), new ServerOrder.Lock(true, null), WORK, true, NOW)
                .server();
        refused(byAdmin, new ServerOrder.Unlock(), ComputeError.SERVER_LOCKED);
    }

    @Test
    void aResizeNeedsAnotherFlavorWithNoSmallerDisk() {
        refused(at(VmState.ACTIVE), new ServerOrder.Resize(SMALL, null), ComputeError.NOT_RESIZABLE);
        refused(at(VmState.ACTIVE), new ServerOrder.Resize(flavor("tiny", 0), null), ComputeError.NOT_RESIZABLE);
        assertThat(begun(at(VmState.STOPPED), new ServerOrder.Resize(LARGE, null))
                        .status())
                .isEqualTo("RESIZE");
    }

    @Test
    void aConfirmedResizeGoesOnAsItRan() {
        assertThat(decide(at(VmState.RESIZED), new ServerOrder.ConfirmResize(), WORK, false, NOW)
                        .server()
                        .status())
                .isEqualTo("ACTIVE");
        assertThat(decide(
                                server(VmState.RESIZED, null, PowerState.SHUTDOWN),
                                new ServerOrder.ConfirmResize(),
                                WORK,
                                false,
                                NOW)
                        .server()
                        .status())
                .isEqualTo("SHUTOFF");
    }

    private static Fault fault() {
        return new Fault("X", "x", null, NOW);
    }

    @ParameterizedTest
    @EnumSource(TaskState.class)
    void everyTaskEndsAtRestWhetherItSucceedsOrFails(TaskState task) {
        Server working = server(VmState.ACTIVE, task, PowerState.RUNNING);
        Server done = WorkEnd.succeeded(working, OTHER, NOW);
        assertThat(done.idle()).isTrue();
        assertThat(done.vm()).isNotEqualTo(VmState.BUILDING);
        Server failed = WorkEnd.failed(working, OTHER, fault(), false, NOW);
        assertThat(failed.idle()).isTrue();
        assertThat(failed.vm() == VmState.ERROR || task.besideTheGuest()).isTrue();
    }

    private static Sighting sighting(GuestState state) {
        Failure failure = state == GuestState.FAILED ? new Failure("NO_DISK", "The disk is full.", "d") : null;
        return new Sighting(5, state, 0, 0, 0, failure, 0, NOW);
    }

    @Test
    void aGuestThatShutItselfOffIsShutOffAndIsToldToStayOff() {
        Server seen = Sightings.seen(at(VmState.ACTIVE), sighting(GuestState.STOPPED), NOW);
        assertThat(seen.status()).isEqualTo("SHUTOFF");
        assertThat(Wishes.of(seen)).isEqualTo(Wish.STOPPED);
    }

    @Test
    void aGuestThatDiedIsInErrorWithAFaultOnce() {
        Server seen = Sightings.seen(at(VmState.ACTIVE), sighting(GuestState.CRASHED), NOW);
        assertThat(seen.status()).isEqualTo("ERROR");
        assertThat(seen.state().fault().code()).isEqualTo("GUEST_CRASHED");
        assertThat(seen.state().power()).isEqualTo(PowerState.CRASHED);
        assertThat(Sightings.seen(seen, sighting(GuestState.CRASHED), NOW)).isSameAs(seen);
        assertThat(Sightings.seen(at(VmState.ACTIVE), sighting(GuestState.FAILED), NOW)
                        .state()
                        .fault()
                        .details())
                .isEqualTo("d");
    }

    @Test
    void aServerWhoseHostWasSilentIsHealedByItsReport() {
        Server silent = at(VmState.ACTIVE)
                .edit(
                        NOW,
                        edit -> edit.state = edit.state.failed(
                                new Fault(ComputeError.HOST_UNREACHABLE.name(), "silent", null, NOW)));
        assertThat(Sightings.seen(silent, sighting(GuestState.RUNNING), NOW).status())
                .isEqualTo("ACTIVE");
        assertThat(Sightings.seen(silent, sighting(GuestState.STOPPED), NOW).status())
                .isEqualTo("SHUTOFF");
        Server broken = at(VmState.ACTIVE).edit(NOW, edit -> edit.state = edit.state.failed(fault()));
        assertThat(Sightings.seen(broken, sighting(GuestState.RUNNING), NOW).status())
                .isEqualTo("ERROR");
    }

    @ParameterizedTest
    @EnumSource(GuestState.class)
    void reportsDecideNothingWhileWorkIsUnderWay(GuestState state) {
        Server working = server(VmState.ACTIVE, TaskState.POWERING_OFF, PowerState.RUNNING);
        assertThat(Sightings.seen(working, sighting(state), NOW)).isSameAs(working);
    }

    @Test
    void everyStatusWordNamesTheStatesThatShowIt() {
        for (VmState vm : VmState.values()) {
            assertThat(ServerStatus.states(ServerStatus.of(vm, null))).contains(vm);
        }
        assertThat(ServerStatus.of(VmState.RESIZED, TaskState.RESIZE_REVERTING)).isEqualTo("REVERT_RESIZE");
        assertThat(ServerStatus.states("NONSENSE")).isEmpty();
    }

    @Test
    void hostNamesAreLabels() {
        UUID id = new UUID(0, 0);
        assertThat(Hostnames.of("My_Web.Server 1", id)).isEqualTo("my-web-server-1");
        assertThat(Hostnames.of("--ä--", id)).isEqualTo("a");
        assertThat(Hostnames.of("日本", id)).isEqualTo("server-" + id);
        assertThat(Hostnames.of("x".repeat(100), id)).hasSize(63);
    }
}
