package io.oblako.compute.domain.server;

import io.oblako.compute.contracts.NodeDesired.Wish;

/** What the node of a server ought to do, as a pure function of the server. */
public final class Wishes {

    private Wishes() {}

    public static Wish of(Server server) {
        TaskState task = server.state().task();
        if (server.deleted()) {
            return Wish.ABSENT;
        }
        if (task == null) {
            return atRest(server);
        }
        return switch (task) {
            // The disk is made while the ports are; the guest starts with its interfaces.
            case SCHEDULING, SPAWNING -> server.wired() ? Wish.RUNNING : Wish.STOPPED;
            case POWERING_ON, REBOOTING, REBOOTING_HARD, UNPAUSING, RESUMING -> Wish.RUNNING;
            case POWERING_OFF -> Wish.STOPPED;
            case PAUSING -> Wish.PAUSED;
            case SUSPENDING -> Wish.SUSPENDED;
            case DELETING -> Wish.ABSENT;
            case REBUILDING -> server.vm() == VmState.STOPPED ? Wish.STOPPED : Wish.RUNNING;
            case RESIZE_PREP, RESIZE_REVERTING, IMAGE_SNAPSHOT, ATTACHING_INTERFACE, DETACHING_INTERFACE ->
                atRest(server);
        };
    }

    private static Wish atRest(Server server) {
        return switch (server.vm()) {
            case BUILDING, ACTIVE -> Wish.RUNNING;
            case PAUSED -> Wish.PAUSED;
            case SUSPENDED -> Wish.SUSPENDED;
            case STOPPED -> Wish.STOPPED;
            case RESIZED, ERROR -> asSeen(server.state().power());
            case DELETED -> Wish.ABSENT;
        };
    }

    /** A server in error is left as it is. */
    private static Wish asSeen(PowerState power) {
        return switch (power) {
            case RUNNING -> Wish.RUNNING;
            case PAUSED -> Wish.PAUSED;
            case SUSPENDED -> Wish.SUSPENDED;
            case NOSTATE, SHUTDOWN, CRASHED -> Wish.STOPPED;
        };
    }
}
