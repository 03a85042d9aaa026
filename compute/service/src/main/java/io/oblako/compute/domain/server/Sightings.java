package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.ComputeError.GUEST_CRASHED;
import static io.oblako.compute.domain.ComputeError.HOST_UNREACHABLE;
import static io.oblako.compute.domain.ComputeError.NODE_FAILED;

import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.kernel.saga.SagaFailure;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a report that nobody waits for makes of a server: guests shut themselves off, crash, and come back when a node
 * does. Pure. The caller has checked that the report answers the last wish.
 */
public final class Sightings {

    /** Faults that say that we do not know, so that a later report heals them. */
    private static final Set<String> HEALABLE = Set.of(HOST_UNREACHABLE.name(), SagaFailure.DEADLINE);

    private Sightings() {}

    /** The server after the report; the same object when it changes nothing. */
    public static Server seen(Server server, Sighting sighting, Instant now) {
        TaskState task = server.state().task();
        if (server.deleted() || server.vm() == VmState.BUILDING || (task != null && !task.besideTheGuest())) {
            return server;
        }
        return switch (sighting.state()) {
            case PREPARING -> server;
            case RUNNING, PAUSED, SUSPENDED -> alive(server, sighting.state(), now);
            case STOPPED -> stopped(server, now);
            case CRASHED -> broken(server, PowerState.CRASHED, crash(sighting, now), now);
            case FAILED -> broken(server, server.state().power(), failure(sighting.failure(), now), now);
            case GONE ->
                broken(
                        server,
                        PowerState.NOSTATE,
                        new Fault(NODE_FAILED.name(), "The disk of the server is not there any more.", null, now),
                        now);
        };
    }

    private static Server alive(Server server, GuestState state, Instant now) {
        PowerState power = switch (state) {
            case PAUSED -> PowerState.PAUSED;
            case SUSPENDED -> PowerState.SUSPENDED;
            case RUNNING -> PowerState.RUNNING;
            case PREPARING, STOPPED, CRASHED, FAILED, GONE -> server.state().power();
        };
        if (healable(server)) {
            VmState vm = switch (power) {
                case PAUSED -> VmState.PAUSED;
                case SUSPENDED -> VmState.SUSPENDED;
                case RUNNING, NOSTATE, SHUTDOWN, CRASHED -> server.restingAs(VmState.ACTIVE);
            };
            return server.edit(now, edit -> edit.state = edit.state.in(vm, power, null));
        }
        return power == server.state().power()
                ? server
                : server.edit(now, edit -> edit.state = edit.state.withPower(power));
    }

    private static Server stopped(Server server, Instant now) {
        boolean wasUp = server.vm() == VmState.ACTIVE || server.vm() == VmState.PAUSED;
        if (wasUp || healable(server)) {
            return server.edit(
                    now,
                    edit -> edit.state = edit.state.in(server.restingAs(VmState.STOPPED), PowerState.SHUTDOWN, null));
        }
        return server.state().power() == PowerState.SHUTDOWN || server.vm() == VmState.ERROR
                ? server
                : server.edit(now, edit -> edit.state = edit.state.withPower(PowerState.SHUTDOWN));
    }

    private static Server broken(Server server, PowerState power, Fault fault, Instant now) {
        Fault before = server.state().fault();
        boolean known = server.vm() == VmState.ERROR
                && before != null
                && before.code().equals(fault.code())
                && server.state().power() == power;
        return known ? server : server.edit(now, edit -> edit.state = edit.state.in(VmState.ERROR, power, fault));
    }

    private static boolean healable(Server server) {
        Fault fault = server.state().fault();
        return server.vm() == VmState.ERROR && fault != null && HEALABLE.contains(fault.code());
    }

    private static Fault crash(Sighting sighting, Instant now) {
        Failure failure = sighting.failure();
        return failure == null
                ? new Fault(
                        GUEST_CRASHED.name(),
                        "The guest stopped unexpectedly; a hard reboot starts it again.",
                        null,
                        now)
                : new Fault(failure.code(), failure.message(), failure.detail(), now);
    }

    /** The fault that a node's failure becomes. */
    public static Fault failure(@Nullable Failure failure, Instant now) {
        return failure == null
                ? new Fault(NODE_FAILED.name(), "The host could not do it.", null, now)
                : new Fault(failure.code(), failure.message(), failure.detail(), now);
    }
}
