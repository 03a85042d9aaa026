package io.oblako.compute.node.reconcile;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired.Guest;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestRecord;
import io.oblako.compute.node.hypervisor.GuestRecord.Halt;
import io.oblako.compute.node.hypervisor.GuestRecord.HaltReason;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what is done to a guest next. A pure function of what ought to be and what was found; it is
 * asked again after each action, so that an action that was cut short is simply asked for again.
 */
public final class Reconciliation {

    private Reconciliation() {}

    /**
     * What the node as a whole may do.
     *
     * @param caughtUp all wishes for this node are known: only then is a guest without a wish an orphan
     * @param fenced the node was given up: no guest may run
     * @param holdsLease whether guests that are bound to the node's lease may run
     * @param resumesGuests whether guests that ran when the host went down are started when it starts anew
     */
    public record Standing(boolean caughtUp, boolean fenced, boolean holdsLease, boolean resumesGuests) {

        /** Whether the guest may have a process now. */
        boolean permits(Guest guest) {
            return !fenced && (holdsLease || !guest.leased());
        }
    }

    /**
     * A press of the power button that the guest has not followed yet. Kept in memory only: after a restart of the daemon
     * the button is pressed again.
     *
     * @param deadlineNanos monotonic; from then on the guest is forced
     */
    public record PowerButton(long deadlineNanos) {}

    /** What to do next. */
    public sealed interface Step {

        /** Do it, then look again. */
        record Do(Action action) implements Step {}

        /** Nothing can be done before the guest moves or the moment (monotonic) has come. */
        record Wait(long untilNanos) implements Step {}

        /** The wish is fulfilled, or the guest went its own way: say so. */
        record Settled(GuestState state, @Nullable Failure failure) implements Step {}

        /** Leave it alone and say nothing. */
        record Leave() implements Step {}
    }

    /**
     * The next step for one guest.
     *
     * @param order what ought to be; absent when no wish for it is known
     * @param nowNanos monotonic
     */
    public static Step next(
            @Nullable Guest order, ActualGuest actual, @Nullable PowerButton button, Standing standing, long nowNanos) {
        if (order == null) {
            return standing.caughtUp() ? removed(actual) : new Step.Leave();
        }
        if (!standing.permits(order) && actual.hasProcess()) {
            return act(new Action.Kill());
        }
        return switch (order.wish()) {
            case ABSENT -> removed(actual);
            case RUNNING, STOPPED, PAUSED, SUSPENDED ->
                acknowledged(order, actual, kept(order, actual, button, standing, nowNanos));
        };
    }

    /**
     * Before a living guest is called settled, the host writes down under which order: what it does by itself from then on
     * happened after that order, and an order newer than that starts it again.
     */
    private static Step acknowledged(Guest order, ActualGuest actual, Step step) {
        boolean news = actual.record().generation() != order.generation()
                || actual.record().epoch() != order.epoch();
        return step instanceof Step.Settled && actual.hasProcess() && news
                ? act(new Action.Acknowledge(order.epoch(), order.generation()))
                : step;
    }

    private static Step removed(ActualGuest actual) {
        if (actual.hasProcess()) {
            return act(new Action.Kill());
        }
        return actual.anythingLeft() ? act(new Action.RemoveAll()) : settled(GuestState.GONE);
    }

    private static Step kept(
            Guest order, ActualGuest actual, @Nullable PowerButton button, Standing standing, long nowNanos) {
        GuestRecord record = actual.record();
        if (record.diskGeneration() < order.diskGeneration()) {
            return act(actual.hasProcess() ? new Action.Kill() : new Action.PrepareDisks(order));
        }
        if (actual.machine() == Machine.NONE && record.launch() != null) {
            return act(new Action.Settle(vanished(order, actual, standing)));
        }
        if (!standing.permits(order)) {
            return new Step.Leave();
        }
        if (actual.machine() == Machine.SILENT && order.wish() != Wish.STOPPED) {
            return record.hardReboots() < order.hardReboots() ? powerCycle(order) : new Step.Leave();
        }
        return switch (order.wish()) {
            case RUNNING -> running(order, actual, button, nowNanos);
            case STOPPED -> stopped(order, actual, button, nowNanos);
            case PAUSED -> paused(order, actual);
            case SUSPENDED -> suspended(actual);
            case ABSENT -> throw new IllegalStateException("handled before");
        };
    }

    /** A process that ought to be there is not: it died, unless the host was switched off or it was to end anyway. */
    private static @Nullable Halt vanished(Guest order, ActualGuest actual, Standing standing) {
        GuestRecord record = actual.record();
        boolean sameBoot =
                record.launch() != null && record.launch().hostBootId().equals(actual.hostBootId());
        boolean wanted = switch (order.wish()) {
            case RUNNING, PAUSED -> true;
            case SUSPENDED -> !record.memorySaved();
            case STOPPED, ABSENT -> false;
        };
        if (!wanted) {
            return null;
        }
        if (sameBoot) {
            return new Halt(HaltReason.CRASH, record.generation(), "The virtual machine's process ended unexpectedly");
        }
        return standing.resumesGuests()
                ? null
                : new Halt(HaltReason.HOST_DOWN, record.generation(), "The host was switched off");
    }

    private static Step running(Guest order, ActualGuest actual, @Nullable PowerButton button, long nowNanos) {
        GuestRecord record = actual.record();
        if (record.hardReboots() < order.hardReboots()) {
            return powerCycle(order);
        }
        boolean reboot = record.softReboots() < order.softReboots();
        return switch (actual.machine()) {
            case NONE -> started(order, record, reboot);
            case READY ->
                plugged(order, actual, act(record.memorySaved() ? new Action.LoadMemory() : new Action.Continue()));
            case PAUSED -> act(record.memorySaved() ? new Action.ForgetMemory() : new Action.Continue());
            case SHUT_DOWN -> reboot ? powerCycle(order) : act(new Action.End(shutDown(record)));
            case PANICKED -> reboot ? powerCycle(order) : act(new Action.End(panicked(record)));
            case RUNNING ->
                reboot ? softReboot(order, button, nowNanos) : plugged(order, actual, settled(GuestState.RUNNING));
            case SILENT -> new Step.Leave();
        };
    }

    /**
     * The interfaces of the order come before anything else that is done to a process: a guest that boots or goes on from
     * its saved memory finds them there. A paused guest cannot let go of one, so what is to go waits until it runs.
     */
    private static Step plugged(Guest order, ActualGuest actual, Step then) {
        Set<UUID> wanted = order.spec().nics().stream().map(Nic::port).collect(toUnmodifiableSet());
        Set<UUID> surplus = new HashSet<>(actual.nics());
        surplus.addAll(actual.partialNics());
        surplus.removeAll(wanted);
        if (!surplus.isEmpty() && actual.machine() == Machine.RUNNING) {
            return act(new Action.UnplugNics(surplus));
        }
        return actual.nics().containsAll(wanted) ? then : act(new Action.PlugNics(order));
    }

    /** No process, and one is wished for. */
    private static Step started(Guest order, GuestRecord record, boolean reboot) {
        if (reboot) {
            return act(new Action.CountReboots(order.softReboots(), order.hardReboots()));
        }
        Halt halt = record.halt();
        return halt != null && halt.generation() >= order.generation() ? halted(halt) : act(new Action.Launch(order));
    }

    private static Step softReboot(Guest order, @Nullable PowerButton button, long nowNanos) {
        if (button == null) {
            return act(new Action.PressPowerButton());
        }
        return nowNanos - button.deadlineNanos() >= 0 ? powerCycle(order) : new Step.Wait(button.deadlineNanos());
    }

    private static Step stopped(Guest order, ActualGuest actual, @Nullable PowerButton button, long nowNanos) {
        GuestRecord record = actual.record();
        if (record.softReboots() < order.softReboots() || record.hardReboots() < order.hardReboots()) {
            return act(new Action.CountReboots(order.softReboots(), order.hardReboots()));
        }
        return switch (actual.machine()) {
            case NONE -> record.memorySaved() ? act(new Action.ForgetMemory()) : settled(GuestState.STOPPED);
            case RUNNING -> powerDown(order, button, nowNanos);
            case READY, PAUSED, SHUT_DOWN, PANICKED, SILENT -> act(new Action.End(null));
        };
    }

    private static Step powerDown(Guest order, @Nullable PowerButton button, long nowNanos) {
        if (order.spec().shutdownTimeoutSeconds() <= 0) {
            return act(new Action.End(null));
        }
        if (button == null) {
            return act(new Action.PressPowerButton());
        }
        return nowNanos - button.deadlineNanos() >= 0
                ? act(new Action.End(null))
                : new Step.Wait(button.deadlineNanos());
    }

    private static Step paused(Guest order, ActualGuest actual) {
        GuestRecord record = actual.record();
        return switch (actual.machine()) {
            case NONE -> started(order, record, false);
            case READY ->
                plugged(
                        order,
                        actual,
                        record.memorySaved() ? act(new Action.LoadMemory()) : settled(GuestState.PAUSED));
            case PAUSED ->
                record.memorySaved()
                        ? act(new Action.ForgetMemory())
                        : plugged(order, actual, settled(GuestState.PAUSED));
            case RUNNING -> act(new Action.Pause());
            case SHUT_DOWN -> act(new Action.End(shutDown(record)));
            case PANICKED -> act(new Action.End(panicked(record)));
            case SILENT -> new Step.Leave();
        };
    }

    private static Step suspended(ActualGuest actual) {
        GuestRecord record = actual.record();
        Halt halt = record.halt();
        return switch (actual.machine()) {
            case NONE -> {
                if (record.memorySaved()) {
                    yield settled(GuestState.SUSPENDED);
                }
                yield halt == null ? settled(GuestState.STOPPED) : halted(halt);
            }
            case READY -> act(new Action.End(null));
            case RUNNING -> act(new Action.Pause());
            case PAUSED -> act(record.memorySaved() ? new Action.End(null) : new Action.SaveMemory());
            case SHUT_DOWN -> act(new Action.End(shutDown(record)));
            case PANICKED -> act(new Action.End(panicked(record)));
            case SILENT -> new Step.Leave();
        };
    }

    private static Step halted(Halt halt) {
        return switch (halt.reason()) {
            case GUEST_SHUTDOWN, HOST_DOWN -> settled(GuestState.STOPPED);
            case PANIC -> new Step.Settled(GuestState.CRASHED, new Failure("GUEST_PANIC", halt.message(), null));
            case CRASH -> new Step.Settled(GuestState.CRASHED, new Failure("VMM_DIED", halt.message(), null));
        };
    }

    private static Halt shutDown(GuestRecord record) {
        return new Halt(HaltReason.GUEST_SHUTDOWN, record.generation(), "The guest powered itself off");
    }

    private static Halt panicked(GuestRecord record) {
        return new Halt(HaltReason.PANIC, record.generation(), "The guest's kernel panicked");
    }

    private static Step powerCycle(Guest order) {
        return act(new Action.PowerCycle(order.softReboots(), order.hardReboots()));
    }

    private static Step act(Action action) {
        return new Step.Do(action);
    }

    private static Step settled(GuestState state) {
        return new Step.Settled(state, null);
    }
}
