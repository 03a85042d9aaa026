package io.oblako.compute.node.reconcile;

import static io.oblako.compute.node.Orders.anOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired.Guest;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestRecord;
import io.oblako.compute.node.hypervisor.GuestRecord.Halt;
import io.oblako.compute.node.hypervisor.GuestRecord.HaltReason;
import io.oblako.compute.node.hypervisor.GuestRecord.Launch;
import io.oblako.compute.node.reconcile.Reconciliation.PowerButton;
import io.oblako.compute.node.reconcile.Reconciliation.Standing;
import io.oblako.compute.node.reconcile.Reconciliation.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconciliationTest {

    private static final Standing GOOD = new Standing(true, false, true, true);
    private static final Standing FENCED = new Standing(true, true, false, true);
    private static final Standing NEW = new Standing(false, false, true, true);
    private static final GuestRecord WITH_DISK = GuestRecord.NONE.seen(1, 1).withDisk(0, false);
    private static final GuestRecord UP = WITH_DISK.withLaunch(new Launch("boot"));

    private static ActualGuest actual(Machine machine, GuestRecord record) {
        return new ActualGuest(machine, true, record, "boot", Set.of(), Set.of(), 0);
    }

    private static Step next(Guest order, Machine machine, GuestRecord record) {
        return Reconciliation.next(order, actual(machine, record), null, GOOD, 0);
    }

    private static Action action(Step step) {
        assertThat(step).isInstanceOf(Step.Do.class);
        return ((Step.Do) step).action();
    }

    private static GuestState settled(Step step) {
        assertThat(step).isInstanceOf(Step.Settled.class);
        return ((Step.Settled) step).state();
    }

    @Test
    void aNewGuestGetsDisksThenAProcessThenRuns() {
        Guest order = anOrder().guest();
        assertThat(action(Reconciliation.next(order, ActualGuest.NOTHING, null, GOOD, 0)))
                .isInstanceOf(Action.PrepareDisks.class);
        assertThat(action(next(order, Machine.NONE, WITH_DISK))).isInstanceOf(Action.Launch.class);
        assertThat(action(next(order, Machine.READY, UP))).isEqualTo(new Action.Continue());
        assertThat(settled(next(order, Machine.RUNNING, UP))).isEqualTo(GuestState.RUNNING);
    }

    private static Guest withNics(UUID... ports) {
        return anOrder()
                .with(
                        Map.of(),
                        Stream.of(ports)
                                .map(port -> new Nic(port, "fa:16:3e:00:00:01", 1442, null, List.of(), false))
                                .toArray(Nic[]::new))
                .guest();
    }

    private static Step next(Guest order, Machine machine, Set<UUID> nics) {
        return next(order, machine, nics, Set.of());
    }

    private static Step next(Guest order, Machine machine, Set<UUID> nics, Set<UUID> partial) {
        return Reconciliation.next(order, new ActualGuest(machine, true, UP, "boot", nics, partial, 0), null, GOOD, 0);
    }

    @Test
    void interfacesArePluggedBeforeAGuestRunsAndWhileItDoes() {
        UUID one = new UUID(1, 1);
        UUID two = new UUID(1, 2);
        Guest order = withNics(one, two);
        assertThat(action(next(order, Machine.READY, Set.of(one)))).isEqualTo(new Action.PlugNics(order));
        assertThat(action(next(order, Machine.READY, Set.of(one, two)))).isEqualTo(new Action.Continue());
        assertThat(action(next(order, Machine.RUNNING, Set.of(one)))).isEqualTo(new Action.PlugNics(order));
        assertThat(settled(next(order, Machine.RUNNING, Set.of(one, two)))).isEqualTo(GuestState.RUNNING);
        assertThat(action(next(withNics(one), Machine.RUNNING, Set.of(one, two))))
                .isEqualTo(new Action.UnplugNics(Set.of(two)));
    }

    @Test
    void anInterfaceOfWhichThereIsAPartIsCompletedOrTakenAway() {
        UUID one = new UUID(1, 1);
        UUID two = new UUID(1, 2);
        Guest both = withNics(one, two);
        assertThat(action(next(both, Machine.RUNNING, Set.of(one), Set.of(two))))
                .isEqualTo(new Action.PlugNics(both));
        assertThat(action(next(withNics(one), Machine.RUNNING, Set.of(one), Set.of(two))))
                .isEqualTo(new Action.UnplugNics(Set.of(two)));
    }

    @Test
    void aPausedGuestKeepsAnInterfaceThatItCannotLetGoOf() {
        UUID one = new UUID(1, 1);
        Guest paused = new Orders(withNics()).wish(Wish.PAUSED).guest();
        ActualGuest found = new ActualGuest(Machine.PAUSED, true, UP.seen(1, 2), "boot", Set.of(one), Set.of(), 0);
        assertThat(settled(Reconciliation.next(paused, found, null, GOOD, 0))).isEqualTo(GuestState.PAUSED);
    }

    @Test
    void aGuestThatPoweredItselfOffStaysOffUntilANewerOrder() {
        Guest order = anOrder().guest();
        Action end = action(next(order, Machine.SHUT_DOWN, UP));
        assertThat(end).isInstanceOf(Action.End.class);
        Halt halt = ((Action.End) end).halt();
        assertThat(halt).isNotNull();
        assertThat(halt.reason()).isEqualTo(HaltReason.GUEST_SHUTDOWN);
        GuestRecord off = WITH_DISK.withHalt(halt);
        assertThat(settled(next(order, Machine.NONE, off))).isEqualTo(GuestState.STOPPED);
        assertThat(action(next(anOrder().running().guest(), Machine.NONE, off))).isInstanceOf(Action.Launch.class);
    }

    @Test
    void aProcessThatDiedIsReportedAsCrashedAndNotRestarted() {
        Guest order = anOrder().guest();
        Action settle = action(next(order, Machine.NONE, UP));
        Halt halt = ((Action.Settle) settle).halt();
        assertThat(halt).isNotNull();
        assertThat(halt.reason()).isEqualTo(HaltReason.CRASH);
        assertThat(settled(next(order, Machine.NONE, WITH_DISK.withHalt(halt)))).isEqualTo(GuestState.CRASHED);
    }

    @Test
    void aLivingGuestIsSettledOnlyWhenTheHostHasWrittenDownUnderWhichOrder() {
        Guest newer = anOrder().running().guest();
        assertThat(action(next(newer, Machine.RUNNING, UP))).isEqualTo(new Action.Acknowledge(1, 2));
        assertThat(settled(next(newer, Machine.RUNNING, UP.seen(1, 2)))).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void aProcessThatDiedBeforeANewerOrderIsStartedByThatOrder() {
        Guest newer = anOrder().running().guest();
        Halt halt = ((Action.Settle) action(next(newer, Machine.NONE, UP))).halt();
        assertThat(action(next(newer, Machine.NONE, WITH_DISK.withHalt(halt)))).isInstanceOf(Action.Launch.class);
    }

    @Test
    void aPanickedGuestIsEndedAndReportedAsCrashed() {
        Guest order = anOrder().guest();
        Halt halt = ((Action.End) action(next(order, Machine.PANICKED, UP))).halt();
        assertThat(halt).isNotNull();
        assertThat(halt.reason()).isEqualTo(HaltReason.PANIC);
        assertThat(settled(next(order, Machine.NONE, WITH_DISK.withHalt(halt)))).isEqualTo(GuestState.CRASHED);
    }

    @Test
    void afterAPowerCutOfTheHostWhatOughtToRunIsStartedAgain() {
        GuestRecord before = WITH_DISK.withLaunch(new Launch("an earlier boot"));
        Action settle = action(next(anOrder().guest(), Machine.NONE, before));
        assertThat(settle).isEqualTo(new Action.Settle(null));
        assertThat(action(next(anOrder().guest(), Machine.NONE, WITH_DISK))).isInstanceOf(Action.Launch.class);
    }

    @Test
    void afterAPowerCutOfAHostThatDoesNotResumeGuestsTheyAreOffUntilANewerOrder() {
        Standing still = new Standing(true, false, true, false);
        GuestRecord before = WITH_DISK.withLaunch(new Launch("an earlier boot"));
        Halt halt = ((Action.Settle)
                        action(Reconciliation.next(anOrder().guest(), actual(Machine.NONE, before), null, still, 0)))
                .halt();
        assertThat(halt).isNotNull();
        assertThat(halt.reason()).isEqualTo(HaltReason.HOST_DOWN);
        GuestRecord off = WITH_DISK.withHalt(halt);
        assertThat(settled(next(anOrder().guest(), Machine.NONE, off))).isEqualTo(GuestState.STOPPED);
        assertThat(action(next(anOrder().running().guest(), Machine.NONE, off))).isInstanceOf(Action.Launch.class);
    }

    @Test
    void stoppingPressesThePowerButtonWaitsAndThenForces() {
        Guest order = anOrder().stopped().guest();
        ActualGuest running = actual(Machine.RUNNING, UP);
        assertThat(action(Reconciliation.next(order, running, null, GOOD, 0))).isEqualTo(new Action.PressPowerButton());
        PowerButton pressed = new PowerButton(100);
        assertThat(Reconciliation.next(order, running, pressed, GOOD, 99)).isEqualTo(new Step.Wait(100));
        assertThat(action(Reconciliation.next(order, running, pressed, GOOD, 100)))
                .isEqualTo(new Action.End(null));
        assertThat(action(next(order, Machine.SHUT_DOWN, UP))).isEqualTo(new Action.End(null));
        assertThat(settled(next(order, Machine.NONE, WITH_DISK))).isEqualTo(GuestState.STOPPED);
    }

    @Test
    void aSoftRebootWaitsForTheGuestAndThenForces() {
        Guest order = anOrder().counting(0, 1, 0).guest();
        ActualGuest running = actual(Machine.RUNNING, UP);
        assertThat(action(Reconciliation.next(order, running, null, GOOD, 0))).isEqualTo(new Action.PressPowerButton());
        assertThat(Reconciliation.next(order, running, new PowerButton(100), GOOD, 5))
                .isEqualTo(new Step.Wait(100));
        assertThat(action(Reconciliation.next(order, running, new PowerButton(100), GOOD, 100)))
                .isEqualTo(new Action.PowerCycle(1, 0));
        assertThat(action(next(order, Machine.SHUT_DOWN, UP))).isEqualTo(new Action.PowerCycle(1, 0));
    }

    @Test
    void aHardRebootIsForcedAtOnceAndRaisesACrashedGuest() {
        Guest order = anOrder().counting(0, 0, 1).guest();
        assertThat(action(next(order, Machine.RUNNING, UP))).isEqualTo(new Action.PowerCycle(0, 1));
        GuestRecord crashed = WITH_DISK.withHalt(new Halt(HaltReason.CRASH, 1, ""));
        assertThat(action(next(order, Machine.NONE, crashed))).isEqualTo(new Action.PowerCycle(0, 1));
    }

    @Test
    void aSilentProcessIsLeftAloneUntilSomebodyForcesIt() {
        assertThat(next(anOrder().guest(), Machine.SILENT, UP)).isEqualTo(new Step.Leave());
        assertThat(action(next(anOrder().counting(0, 0, 1).guest(), Machine.SILENT, UP)))
                .isEqualTo(new Action.PowerCycle(0, 1));
        assertThat(action(next(anOrder().stopped().guest(), Machine.SILENT, UP)))
                .isEqualTo(new Action.End(null));
    }

    @Test
    void aRebuildEndsTheGuestAndMakesNewDisks() {
        Guest order = anOrder().counting(1, 0, 0).guest();
        assertThat(action(next(order, Machine.RUNNING, UP))).isEqualTo(new Action.Kill());
        assertThat(action(next(order, Machine.NONE, WITH_DISK))).isInstanceOf(Action.PrepareDisks.class);
    }

    @Test
    void suspendingPausesSavesAndEnds() {
        Guest order = anOrder().wish(Wish.SUSPENDED).guest();
        assertThat(action(next(order, Machine.RUNNING, UP))).isEqualTo(new Action.Pause());
        assertThat(action(next(order, Machine.PAUSED, UP))).isEqualTo(new Action.SaveMemory());
        GuestRecord saved = UP.withMemorySaved(true);
        assertThat(action(next(order, Machine.PAUSED, saved))).isEqualTo(new Action.End(null));
        assertThat(settled(next(order, Machine.NONE, saved.withLaunch(null)))).isEqualTo(GuestState.SUSPENDED);
    }

    @Test
    void resumingBringsTheMemoryBackBeforeTheProcessorsRun() {
        Guest order = anOrder().running().guest();
        GuestRecord saved = WITH_DISK.withMemorySaved(true);
        assertThat(action(next(order, Machine.NONE, saved))).isInstanceOf(Action.Launch.class);
        assertThat(action(next(order, Machine.READY, saved))).isEqualTo(new Action.LoadMemory());
        assertThat(action(next(order, Machine.READY, WITH_DISK))).isEqualTo(new Action.Continue());
    }

    @Test
    void aResumeThatComesBetweenSavingAndEndingForgetsTheSavedMemory() {
        GuestRecord saved = UP.withMemorySaved(true);
        assertThat(action(next(anOrder().running().guest(), Machine.PAUSED, saved)))
                .isEqualTo(new Action.ForgetMemory());
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void deletingIsLegalInEveryState(Machine machine) {
        Guest order = anOrder().absent().guest();
        Action action = action(next(order, machine, UP));
        assertThat(action).isEqualTo(machine == Machine.NONE ? new Action.RemoveAll() : new Action.Kill());
        assertThat(settled(Reconciliation.next(order, ActualGuest.NOTHING, null, GOOD, 0)))
                .isEqualTo(GuestState.GONE);
    }

    @Test
    void anOrphanIsRemovedOnlyWhenAllWishesAreKnown() {
        ActualGuest orphan = actual(Machine.RUNNING, UP);
        assertThat(Reconciliation.next(null, orphan, null, NEW, 0)).isEqualTo(new Step.Leave());
        assertThat(action(Reconciliation.next(null, orphan, null, GOOD, 0))).isEqualTo(new Action.Kill());
    }

    @ParameterizedTest
    @EnumSource(Machine.class)
    void withoutALeaseOnlyGuestsThatAreBoundToItEnd(Machine machine) {
        Standing alone = new Standing(true, false, false, true);
        Guest bound = anOrder().leased().guest();
        Step step = Reconciliation.next(bound, actual(machine, WITH_DISK), null, alone, 0);
        if (machine == Machine.NONE) {
            assertThat(step).isEqualTo(new Step.Leave());
        } else {
            assertThat(action(step)).isEqualTo(new Action.Kill());
        }
        Step free = Reconciliation.next(anOrder().guest(), actual(machine, WITH_DISK), null, alone, 0);
        assertThat(free).isEqualTo(next(anOrder().guest(), machine, WITH_DISK));
    }

    @ParameterizedTest
    @EnumSource(Wish.class)
    void nothingRunsOnAFencedNode(Wish wish) {
        Guest order = anOrder().wish(wish).guest();
        assertThat(action(Reconciliation.next(order, actual(Machine.RUNNING, UP), null, FENCED, 0)))
                .isEqualTo(new Action.Kill());
        Step then = Reconciliation.next(order, actual(Machine.NONE, WITH_DISK), null, FENCED, 0);
        if (wish == Wish.ABSENT) {
            assertThat(action(then)).isEqualTo(new Action.RemoveAll());
        } else {
            assertThat(then).isEqualTo(new Step.Leave());
        }
    }
}
