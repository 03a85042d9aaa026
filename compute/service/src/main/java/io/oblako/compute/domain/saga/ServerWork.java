package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.HOST_UNREACHABLE;
import static io.oblako.compute.domain.ComputeError.NODE_FAILED;
import static io.oblako.compute.domain.ComputeError.SERVER_BUSY;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.compute.domain.server.Fault;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerChanges;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.server.Sightings;
import io.oblako.compute.domain.server.WorkEnd;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the sagas of servers have in common: to wait for a host's answer, and to end the work in one of two ways. Runs in
 * the transaction of the step that calls it.
 */
public final class ServerWork {

    /** Safety net for a lost poke. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /** How long a host may be silent before work that waits for it is given up. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Servers servers;
    private final ServerChanges changes;
    private final Allocations allocations;
    private final DesiredGuests desired;
    private final Hosts hosts;
    private final InstanceActions actions;
    private final Instant listeningSince;

    /** @param listeningSince when this process began to hear what hosts report: their silence before says nothing */
    public ServerWork(
            Servers servers,
            ServerChanges changes,
            Allocations allocations,
            DesiredGuests desired,
            Hosts hosts,
            InstanceActions actions,
            Instant listeningSince) {
        this.servers = servers;
        this.changes = changes;
        this.allocations = allocations;
        this.desired = desired;
        this.hosts = hosts;
        this.actions = actions;
        this.listeningSince = listeningSince;
    }

    Servers servers() {
        return servers;
    }

    ServerChanges changes() {
        return changes;
    }

    Allocations allocations() {
        return allocations;
    }

    DesiredGuests desired() {
        return desired;
    }

    Hosts hosts() {
        return hosts;
    }

    /** The server, if the work still holds it. */
    Optional<Server> held(UUID server, UUID work) {
        return servers.find(server).filter(found -> WorkEnd.holds(found, work));
    }

    static <C> Outcome<C> overridden() {
        return Outcome.failed(SERVER_BUSY, "Other work has taken over.");
    }

    /**
     * Changes the server, if the work still holds it.
     *
     * @return the server after it; empty when other work has taken over, and then nothing was changed
     */
    Optional<Server> changeHeld(UUID id, UUID work, StepRun run, Consumer<Server.Edit> change) {
        Server after =
                changes.change(id, before -> WorkEnd.holds(before, work) ? before.edit(run.now(), change) : before);
        return WorkEnd.holds(after, work) ? Optional.of(after) : Optional.empty();
    }

    /** Sends the wish that follows from a server that {@link #changeHeld} has changed. */
    <C> Outcome<C> tell(C context, Optional<Server> changed) {
        if (changed.isEmpty()) {
            return overridden();
        }
        desired.publish(changed.get());
        return Outcome.done(context);
    }

    /** Sends the wish that follows from the server. */
    <C> Outcome<C> send(C context, UUID id, UUID work, StepRun run) {
        return tell(context, changeHeld(id, work, run, _ -> {}));
    }

    /**
     * Waits until the host has done what it was told.
     *
     * @param lasting the deadline of the saga, from its start
     */
    <C> Outcome<C> await(C context, UUID id, UUID work, Duration lasting, StepRun run) {
        Server server = held(id, work).orElse(null);
        if (server == null) {
            return overridden();
        }
        Allocation allocation = place(server).orElse(null);
        if (allocation == null) {
            return Outcome.failed(NODE_FAILED, "The server is on no host any more.");
        }
        Sighting answer = allocation.answer();
        if (allocation.fulfilled(server.counters()) || shutItselfOff(allocation, answer, server)) {
            return Outcome.done(context);
        }
        if (answer != null && broken(answer.state(), allocation.wish())) {
            Fault fault = Sightings.failure(answer.failure(), run.now());
            return new Outcome.Failed<>(fault.code(), fault.message());
        }
        Instant began = run.deadline().minus(lasting);
        Instant heard = began.isAfter(listeningSince) ? began : listeningSince;
        boolean patient = run.now().isBefore(heard.plus(SILENCE));
        if (!patient && hosts.find(allocation.node()).filter(host -> host.up()).isEmpty()) {
            return Outcome.failed(
                    HOST_UNREACHABLE, "The host of the server does not answer; try again when it is back.");
        }
        return Outcome.waiting(context, "report of host " + allocation.node(), LOOK_AGAIN);
    }

    /** A guest that was started as wished and turned itself off before anybody looked. */
    private static boolean shutItselfOff(Allocation allocation, @Nullable Sighting answer, Server server) {
        return answer != null
                && allocation.wish() == Wish.RUNNING
                && answer.state() == GuestState.STOPPED
                && answer.disk() >= server.counters().disk()
                && answer.hardReboots() >= server.counters().hardReboots();
    }

    private static boolean broken(GuestState state, Wish wish) {
        return switch (state) {
            case FAILED -> true;
            case CRASHED -> wish != Wish.STOPPED;
            case GONE -> wish != Wish.ABSENT;
            case PREPARING, RUNNING, PAUSED, SUSPENDED, STOPPED -> false;
        };
    }

    Optional<Allocation> place(Server server) {
        String node = server.placement().node();
        return node == null
                ? Optional.empty()
                : allocations
                        .find(server.id(), node)
                        .filter(found -> found.epoch() == server.placement().epoch());
    }

    /** Ends the work well, and takes in what the host has reported meanwhile. */
    void succeed(UUID id, UUID work, StepRun run) {
        Server ended = changes.change(id, server -> WorkEnd.succeeded(server, work, run.now()));
        actions.end(id, run.requestId(), run.now(), ended.placement().node(), null);
        takeIn(ended, run);
    }

    private void takeIn(Server ended, StepRun run) {
        Sighting answer = place(ended).map(Allocation::answer).orElse(null);
        if (answer == null) {
            return;
        }
        Server seen = changes.change(ended.id(), server -> Sightings.seen(server, answer, run.now()));
        if (seen.vm() != ended.vm()) {
            desired.publish(seen);
        }
    }

    /**
     * Ends the work badly. A server that other work has taken over stays as it is; its action ends all the same.
     *
     * @param untouched whether the guest is as it was before
     */
    void fail(UUID id, UUID work, SagaFailure failure, boolean untouched, StepRun run) {
        Server before = servers.find(id).orElse(null);
        if (before == null) {
            return;
        }
        Fault fault = fault(before, failure, run);
        Server after = changes.change(id, server -> WorkEnd.failed(server, work, fault, untouched, run.now()));
        if (WorkEnd.holds(before, work) && !after.deleted()) {
            desired.publish(after);
        }
        actions.end(id, run.requestId(), run.now(), after.placement().node(), fault);
    }

    /** The failure with what the host said for operators, when it is the host's. */
    private Fault fault(Server server, SagaFailure failure, StepRun run) {
        Sighting answer = place(server).map(Allocation::answer).orElse(null);
        NodeReport.Failure said = answer == null ? null : answer.failure();
        String message = failure.code().equals(SagaFailure.DEADLINE)
                ? "It did not happen in time (step %s): %s".formatted(failure.step(), failure.message())
                : failure.message();
        String detail = said != null && said.code().equals(failure.code()) ? said.detail() : null;
        return new Fault(failure.code(), message, detail, run.now());
    }
}
