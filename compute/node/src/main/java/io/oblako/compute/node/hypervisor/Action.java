package io.oblako.compute.node.hypervisor;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.hypervisor.GuestRecord.Halt;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing done to a guest. Each may be repeated. */
public sealed interface Action {

    /** Its name in timelines and logs. */
    default String step() {
        return getClass().getSimpleName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** Makes root disk, further disks and config drive anew; older ones and a saved memory are lost. No process runs. */
    record PrepareDisks(NodeDesired.Guest order) implements Action {}

    /** Starts a process whose processors wait, and forgets how the guest went down before. */
    record Launch(NodeDesired.Guest order) implements Action {}

    /** Gives a guest the interfaces of the order that it lacks, and waits until the network lets their packets through. */
    record PlugNics(NodeDesired.Guest order) implements Action {}

    /** Takes interfaces from a guest, which has to let go of them. */
    record UnplugNics(Set<UUID> ports) implements Action {
        public UnplugNics {
            ports = Set.copyOf(ports);
        }
    }

    /** Brings a saved memory back into a waiting process, and forgets it on disk. */
    record LoadMemory() implements Action {}

    /** Lets the processors run. */
    record Continue() implements Action {}

    /** Stops the processors; the memory stays. */
    record Pause() implements Action {}

    /** Writes memory and device state to disk; the processors stay stopped. */
    record SaveMemory() implements Action {}

    /** A saved memory is of no use any more. */
    record ForgetMemory() implements Action {}

    /** Presses the power button (ACPI). The guest decides. */
    record PressPowerButton() implements Action {}

    /**
     * Ends the process in good order (what it holds is written to disk), by force if it does not react.
     *
     * @param halt what to remember of how the guest went down; absent when it was told to
     */
    record End(@Nullable Halt halt) implements Action {}

    /** Writes down that no process ought to be there, and why. */
    record Settle(@Nullable Halt halt) implements Action {}

    /**
     * Ends the process at once and counts: the next look finds a guest that ought to run and does not.
     */
    record PowerCycle(long softReboots, long hardReboots) implements Action {}

    /** Counts reboots that need not be done. */
    record CountReboots(long softReboots, long hardReboots) implements Action {}

    /** Writes down that a guest with a process was found to be as this order wishes. */
    record Acknowledge(long epoch, long generation) implements Action {}

    /** Ends the process at once and by force. */
    record Kill() implements Action {}

    /** Removes all files. No process runs. */
    record RemoveAll() implements Action {}
}
