package io.oblako.compute.node.hypervisor;

import java.util.Set;
import java.util.UUID;

/**
 * A guest as it was found.
 *
 * @param anythingLeft whether a file or directory of it is there; a process implies it
 * @param hostBootId of the machine it was found on
 * @param nics ports whose interfaces its process has; empty without a process
 * @param rootDiskBytes allocated on the host; 0 when unknown
 */
public record ActualGuest(
        Machine machine,
        boolean anythingLeft,
        GuestRecord record,
        String hostBootId,
        Set<UUID> nics,
        long rootDiskBytes) {

    public static final ActualGuest NOTHING = new ActualGuest(Machine.NONE, false, GuestRecord.NONE, "", Set.of(), 0);

    public ActualGuest {
        nics = Set.copyOf(nics);
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
