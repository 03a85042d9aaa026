package io.oblako.compute.domain.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.server.LostInterface.Next;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LostInterfaceTest {

    private static final UUID PORT = new UUID(4, 1);
    private static final Nic.Wire WIRE = new Nic.Wire("fa:16:3e:00:00:07", 1442, List.of(), List.of(), false);

    private static Server server(VmState vm, TaskState task, Nic.Wire wire) {
        Nic nic = new Nic(PORT, new UUID(4, 2), null, Set.of(), null, true, wire);
        return LifecycleTest.server(vm, task, PowerState.RUNNING)
                .edit(Instant.EPOCH, edit -> edit.machine = edit.machine.withNics(List.of(nic)));
    }

    private static Next next(VmState vm, TaskState task) {
        return LostInterface.of(server(vm, task, WIRE), PORT);
    }

    @ParameterizedTest
    @EnumSource(
            value = VmState.class,
            names = {"ACTIVE", "PAUSED", "STOPPED"})
    void aServerAtRestLetsItGo(VmState state) {
        assertThat(next(state, null)).isEqualTo(Next.DETACH);
    }

    @ParameterizedTest
    @EnumSource(
            value = VmState.class,
            names = {"SUSPENDED", "RESIZED"})
    void aServerThatCannotNowIsAskedLater(VmState state) {
        assertThat(next(state, null)).isEqualTo(Next.LATER);
    }

    @Test
    void aServerInErrorIsMadeWithoutItNextTime() {
        assertThat(next(VmState.ERROR, null)).isEqualTo(Next.DROP);
    }

    @ParameterizedTest
    @EnumSource(value = TaskState.class, names = "DELETING", mode = EnumSource.Mode.EXCLUDE)
    void aBusyServerIsAskedLater(TaskState task) {
        assertThat(next(VmState.ACTIVE, task)).isEqualTo(Next.LATER);
    }

    @Test
    void aServerThatGoesTakesItsInterfacesAlong() {
        assertThat(next(VmState.ACTIVE, TaskState.DELETING)).isEqualTo(Next.NOTHING);
        assertThat(next(VmState.DELETED, null)).isEqualTo(Next.NOTHING);
    }

    @Test
    void anInterfaceOfAnotherPortIsKept() {
        assertThat(LostInterface.of(server(VmState.ACTIVE, null, WIRE), new UUID(4, 9)))
                .isEqualTo(Next.NOTHING);
    }

    @Test
    void aServerWhoseBootFailedHasGivenItsPortsBackItself() {
        assertThat(LostInterface.of(server(VmState.ERROR, null, null), PORT)).isEqualTo(Next.NOTHING);
        assertThat(LostInterface.of(server(VmState.BUILDING, TaskState.SPAWNING, null), PORT))
                .as("an attempt that may bind the port")
                .isEqualTo(Next.LATER);
    }
}
