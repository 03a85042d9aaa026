package io.oblako.compute.domain.saga;

import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaView;
import io.oblako.kernel.saga.Sagas;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Deletes a server. When its host does not answer, the tenant is freed of it all the same: the claim stays until the
 * host comes back and has cleared away, see {@code TakeReports}.
 */
final class DeleteSaga {

    static final Duration DEADLINE = Duration.ofMinutes(10);

    /** Looks at a host that lives, 3 s apart, before the tenant is freed of the server without waiting for it. */
    private static final int MOST_LOOKS = 40;

    /** Looks at ports, 3 s apart: the orders are on their way whether or not anybody waits for them. */
    private static final int MOST_LOOKS_AT_PORTS = 10;

    private final ServerWork work;
    private final ServerPorts ports;
    private final Sagas sagas;
    private final Quotas quotas;
    private final Saga<WorkContext> saga;

    DeleteSaga(ServerWork work, ServerPorts ports, Sagas sagas, Quotas quotas) {
        this.work = work;
        this.ports = ports;
        this.sagas = sagas;
        this.quotas = quotas;
        this.saga = Saga.named("delete-server", WorkContext.class, DEADLINE)
                // Nothing to undo in any step: what is gone stays gone, and a failed delete can be repeated.
                .step("stop-other-work", this::stopOtherWork)
                .step("release-ports", this::releasePorts)
                .step("clear-hosts", this::clearHosts)
                .step("await-ports", this::awaitPorts)
                .whenDone(this::forget)
                .whenUndone((context, failure, run) -> work.fail(context.server(), context.work(), failure, false, run))
                .build();
    }

    Saga<WorkContext> saga() {
        return saga;
    }

    /** The order has asked other sagas to turn back; they have when they have ended, which pokes this one. */
    private Outcome<WorkContext> stopOtherWork(WorkContext context, StepRun run) {
        List<SagaView> others = sagas.unfinished(run.subject()).stream()
                .filter(other -> !other.id().equals(run.sagaId()))
                .toList();
        return others.isEmpty()
                ? Outcome.done(context)
                : Outcome.waiting(
                        context,
                        "saga %s to turn back".formatted(others.getFirst().name()),
                        ServerWork.LOOK_AGAIN);
    }

    private Outcome<WorkContext> clearHosts(WorkContext context, StepRun run) {
        List<Allocation> places = work.allocations().of(context.server());
        if (places.isEmpty()) {
            return Outcome.done(context);
        }
        List<Allocation> untold =
                places.stream().filter(place -> !place.leaving()).toList();
        if (!untold.isEmpty()) {
            Server server = work.changes().change(context.server(), before -> before.edit(run.now(), _ -> {}));
            untold.forEach(place -> work.desired().remove(server, place));
        }
        boolean allSilent = places.stream().noneMatch(place -> up(place.node()));
        if (allSilent || run.attempt() > MOST_LOOKS) {
            return Outcome.done(context);
        }
        return Outcome.waiting(
                context, "host %s to clear away".formatted(places.getFirst().node()), ServerWork.LOOK_AGAIN);
    }

    private Outcome<WorkContext> releasePorts(WorkContext context, StepRun run) {
        work.servers()
                .find(context.server())
                .ifPresent(server -> ports.release(server, server.nics(), run.requestId()));
        return Outcome.done(context);
    }

    /** Whoever sees no server any more may delete its network at once. */
    private Outcome<WorkContext> awaitPorts(WorkContext context, StepRun run) {
        UUID held = work.servers()
                .find(context.server())
                .map(server -> ports.held(server, server.nics()))
                .orElse(null);
        return held == null || run.attempt() > MOST_LOOKS_AT_PORTS
                ? Outcome.done(context)
                : Outcome.waiting(context, "port %s to be given back".formatted(held), ServerWork.LOOK_AGAIN);
    }

    private boolean up(String node) {
        return work.hosts().find(node).filter(host -> host.up()).isPresent();
    }

    private void forget(WorkContext context, StepRun run) {
        quotas.release(context.server());
        work.succeed(context.server(), context.work(), run);
    }
}
