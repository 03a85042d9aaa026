package io.oblako.compute.node.hypervisor;

import org.jspecify.annotations.Nullable;

/**
 * What the host itself must remember of a guest, because it cannot be seen by looking. Written before the effect it
 * speaks of where a repetition is harmless, after it where not.
 *
 * @param epoch of the newest order that was acted on
 * @param generation of the newest order that was acted on
 * @param diskGeneration of the disks that are there; {@link #NO_DISK} while they are not complete
 * @param softReboots how many were done, as counted in the wish
 * @param hardReboots the same for resets by power
 * @param halt how the guest went down without being told to; absent while it did not
 * @param memorySaved whether the disk holds the memory of a suspended guest
 * @param launch the process that ought to be there; absent when none ought to
 */
public record GuestRecord(
        long epoch,
        long generation,
        long diskGeneration,
        long softReboots,
        long hardReboots,
        @Nullable Halt halt,
        boolean memorySaved,
        @Nullable Launch launch) {

    public static final long NO_DISK = -1;

    public static final GuestRecord NONE = new GuestRecord(0, 0, NO_DISK, 0, 0, null, false, null);

    /** How a guest went down by itself. */
    public enum HaltReason {
        GUEST_SHUTDOWN,
        PANIC,
        CRASH,
        /** The host went down with it, and guests are not to come back by themselves. */
        HOST_DOWN
    }

    /**
     * A guest that went down by itself stays down until an order newer than this generation.
     *
     * @param message for the tenant
     */
    public record Halt(HaltReason reason, long generation, String message) {}

    /** @param hostBootId of the host, to tell a process that died from a machine that was switched off */
    public record Launch(String hostBootId) {}

    public GuestRecord seen(long newEpoch, long newGeneration) {
        return new GuestRecord(
                newEpoch, newGeneration, diskGeneration, softReboots, hardReboots, halt, memorySaved, launch);
    }

    public GuestRecord withDisk(long newDiskGeneration, boolean saved) {
        return new GuestRecord(epoch, generation, newDiskGeneration, softReboots, hardReboots, halt, saved, launch);
    }

    public GuestRecord withReboots(long soft, long hard) {
        return new GuestRecord(epoch, generation, diskGeneration, soft, hard, halt, memorySaved, launch);
    }

    public GuestRecord withHalt(@Nullable Halt newHalt) {
        return new GuestRecord(
                epoch, generation, diskGeneration, softReboots, hardReboots, newHalt, memorySaved, launch);
    }

    public GuestRecord withMemorySaved(boolean saved) {
        return new GuestRecord(epoch, generation, diskGeneration, softReboots, hardReboots, halt, saved, launch);
    }

    public GuestRecord withLaunch(@Nullable Launch newLaunch) {
        return new GuestRecord(
                epoch, generation, diskGeneration, softReboots, hardReboots, halt, memorySaved, newLaunch);
    }
}
