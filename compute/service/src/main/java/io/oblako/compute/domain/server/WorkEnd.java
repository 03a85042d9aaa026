package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.server.PowerState.PAUSED;
import static io.oblako.compute.domain.server.PowerState.RUNNING;
import static io.oblako.compute.domain.server.PowerState.SHUTDOWN;
import static io.oblako.compute.domain.server.PowerState.SUSPENDED;

import java.time.Instant;
import java.util.UUID;

/** How work at a server ends: pure. Work that was overridden by other work changes nothing any more. */
public final class WorkEnd {

    private WorkEnd() {}

    /** Whether the server is still this work's. */
    public static boolean holds(Server server, UUID work) {
        return work.equals(server.state().work());
    }

    /** The server after its work succeeded; the same object when the work is not its own any more. */
    public static Server succeeded(Server server, UUID work, Instant now) {
        TaskState task = server.state().task();
        if (!holds(server, work) || task == null) {
            return server;
        }
        boolean stays = task.besideTheGuest();
        return server.edit(now, edit -> {
            edit.state = stays ? edit.state.atRest() : goal(server, task);
            if (task == TaskState.RESIZE_REVERTING) {
                edit.machine = edit.machine.withFlavor(server.flavor(), null);
            }
            if (task == TaskState.DELETING) {
                edit.deleted = now;
            }
        });
    }

    private static Server.State goal(Server server, TaskState task) {
        Server.State state = server.state();
        return switch (task) {
            case SCHEDULING, SPAWNING, POWERING_ON, REBOOTING, REBOOTING_HARD, UNPAUSING, RESUMING ->
                state.atRest(server.restingAs(VmState.ACTIVE), RUNNING);
            case POWERING_OFF -> state.atRest(server.restingAs(VmState.STOPPED), SHUTDOWN);
            case PAUSING -> state.atRest(VmState.PAUSED, PAUSED);
            case SUSPENDING -> state.atRest(VmState.SUSPENDED, SUSPENDED);
            case REBUILDING ->
                server.vm() == VmState.STOPPED
                        ? state.atRest(VmState.STOPPED, SHUTDOWN)
                        : state.atRest(server.restingAs(VmState.ACTIVE), RUNNING);
            case RESIZE_PREP -> state.atRest(VmState.RESIZED, state.power());
            case RESIZE_REVERTING ->
                state.power() == RUNNING
                        ? state.atRest(VmState.ACTIVE, RUNNING)
                        : state.atRest(VmState.STOPPED, state.power());
            case IMAGE_SNAPSHOT, ATTACHING_INTERFACE, DETACHING_INTERFACE -> state.atRest();
            case DELETING -> state.atRest(VmState.DELETED, PowerState.NOSTATE);
        };
    }

    /**
     * The server after its work failed: in ERROR with the fault, or where it was when nothing has happened to it yet.
     *
     * @param untouched whether the guest is as it was before the work
     */
    public static Server failed(Server server, UUID work, Fault fault, boolean untouched, Instant now) {
        TaskState task = server.state().task();
        if (!holds(server, work) || task == null) {
            return server;
        }
        boolean stays = switch (task) {
            case IMAGE_SNAPSHOT, ATTACHING_INTERFACE, DETACHING_INTERFACE -> true;
            case RESIZE_PREP -> untouched;
            case SCHEDULING,
                    SPAWNING,
                    POWERING_ON,
                    POWERING_OFF,
                    REBOOTING,
                    REBOOTING_HARD,
                    PAUSING,
                    UNPAUSING,
                    SUSPENDING,
                    RESUMING,
                    REBUILDING,
                    RESIZE_REVERTING,
                    DELETING -> false;
        };
        return server.edit(now, edit -> edit.state = stays ? edit.state.atRest() : edit.state.failed(fault));
    }
}
