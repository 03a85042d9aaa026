package io.oblako.compute.node.hypervisor;

import java.util.Set;
import java.util.UUID;

/**
 * A guest as it was found.
 *
 * @param anythingLeft whether a file or directory of it is there; a process implies it
 * @param hostBootId of the machine it was found on
 * @param nics ports whose interfaces its process has; empty without a process
 * @param partialNics ports of which the process or the host's switch has something only, as an attempt leaves it that
 *     was cut short; empty without a process
 * @param rootDiskBytes allocated on the host; 0 when unknown
 */
public record ActualGuest(
        Machine machine,
        boolean anythingLeft,
        GuestRecord record,
        String hostBootId,
        Set<UUID> nics,
        Set<UUID> partialNics,
        long rootDiskBytes) {

    public static final ActualGuest NOTHING = withoutProcess(false, GuestRecord.NONE, "", 0);

    public ActualGuest {
        nics = Set.copyOf(nics);
        partialNics = Set.copyOf(partialNics);
    }

    /** What is found of a guest without a process. */
    public static ActualGuest withoutProcess(
            boolean anythingLeft, GuestRecord record, String hostBootId, long rootDiskBytes) {
        return new ActualGuest(Machine.NONE, anythingLeft, record, hostBootId, Set.of(), Set.of(), rootDiskBytes);
    }

    /** The virtual machine's process and what it is doing. */
    public enum Machine {
        /** No process. */
        NONE,
        /** A process whose guest never ran: the processors wait for the first order. */
        READY,
        RUNNING,
        PAUSED,
        /** The guest powered itself off; the process waits, so that this is never missed. */
        SHUT_DOWN,
        /** The guest's kernel panicked; the process waits. */
        PANICKED,
        /** A process that does not answer. It may be anything. */
        SILENT
    }

    public boolean hasProcess() {
        return machine != Machine.NONE;
    }
}
