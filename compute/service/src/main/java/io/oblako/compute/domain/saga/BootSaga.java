package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.NO_VALID_HOST;

import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.Explained;
import io.oblako.compute.domain.schedule.HostView;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.TaskState;
import io.oblako.compute.domain.server.WorkEnd;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.Sagas;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings a new server to life: on the host that fits best, and once more on another one when that host fails. */
final class BootSaga {

    static final Duration DEADLINE = Duration.ofMinutes(10);

    private static final int MOST_ATTEMPTS = 2;
    /** Looks at a failed host, 3 s apart, before the server goes on without waiting for it to clear away. */
    private static final int MOST_LOOKS = 20;

    private final ServerWork work;
    private final ServerPorts ports;
    private final AwaitPorts awaitPorts;
    private final ClaimHost claims;
    private final Sagas sagas;
    private final Saga<BootContext> saga;

    BootSaga(ServerWork work, AwaitImage image, ServerPorts ports, ClaimHost claims, Sagas sagas) {
        this.work = work;
        this.ports = ports;
        this.awaitPorts = new AwaitPorts(ports);
        this.claims = claims;
        this.sagas = sagas;
        this.saga = Saga.named("boot-server", BootContext.class, DEADLINE)
                // Nothing to undo: what it learns of the image stays true.
                .step("await-image", (context, run) -> image.await(context, context.server(), context.work(), run))
                .step("claim-host", this::claimHost, this::leaveHost)
                .step("order-ports", this::orderPorts, this::releasePorts)
                // Its undo is that of the order: it only looks, and tells the host once all is there.
                .step("await-ports", this::awaitPorts)
                .step("await-guest", this::awaitGuest)
                .whenDone((context, run) -> work.succeed(context.server(), context.work(), run))
                .whenUndone(this::failed)
                .build();
    }

    Saga<BootContext> saga() {
        return saga;
    }

    /** Chooses a host, claims it and tells it, in one transaction. */
    private Outcome<BootContext> claimHost(BootContext context, StepRun run) {
        Server server = work.held(context.server(), context.work()).orElse(null);
        if (server == null) {
            return ServerWork.overridden();
        }
        Allocation taken = work.place(server).orElse(null);
        if (taken != null && !taken.leaving()) {
            return Outcome.done(context.on(taken.node()));
        }
        Explained explained =
                claims.claim(server, Set.copyOf(context.tried()), context.attempt(), run.requestId(), run.now());
        HostView host = explained.chosen();
        if (host == null) {
            // The explanation is kept, so this is no failure yet: the next step makes it one.
            return Outcome.done(context.refused(explained.sentence()));
        }
        Optional<Server> placed = work.changeHeld(server.id(), context.work(), run, edit -> {
            edit.placement = edit.placement.on(host.name(), host.kind().zone());
            edit.state = edit.state.withTask(TaskState.SPAWNING);
        });
        return work.tell(context.on(host.name()), placed);
    }

    /** In the transaction that claims the host: disk and ports are made side by side. */
    private Outcome<BootContext> orderPorts(BootContext context, StepRun run) {
        if (context.networked() && context.node() != null) {
            work.held(context.server(), context.work())
                    .ifPresent(server -> ports.order(server, server.nics(), run.requestId()));
        }
        return Outcome.done(context);
    }

    private Outcome<BootContext> awaitPorts(BootContext context, StepRun run) {
        if (!context.networked() || context.node() == null) {
            return Outcome.done(context);
        }
        Server server = work.held(context.server(), context.work()).orElse(null);
        if (server == null) {
            return ServerWork.overridden();
        }
        if (server.wired()) {
            return Outcome.done(context);
        }
        return awaitPorts.await(
                context,
                server,
                server.nics(),
                run,
                nics -> work.changeHeld(
                                context.server(),
                                context.work(),
                                run,
                                edit -> edit.machine = edit.machine.withNics(nics))
                        .ifPresent(work.desired()::publish));
    }

    private Outcome<BootContext> releasePorts(BootContext context, StepRun run) {
        Server server = context.networked() && context.node() != null
                ? work.servers().find(context.server()).orElse(null)
                : null;
        if (server == null) {
            return Outcome.done(context);
        }
        ports.release(server, server.nics(), run.requestId());
        if (server.nics().stream().anyMatch(nic -> nic.wire() != null)) {
            List<Nic> unwired = server.nics().stream().map(Nic::unwired).toList();
            work.changes()
                    .change(
                            context.server(),
                            before -> before.edit(run.now(), edit -> edit.machine = edit.machine.withNics(unwired)));
        }
        return Outcome.done(context);
    }

    private Outcome<BootContext> awaitGuest(BootContext context, StepRun run) {
        if (context.refusal() != null) {
            String sentence = context.before() == null
                    ? context.refusal()
                    : "%s The attempt before failed: %s".formatted(context.refusal(), context.before());
            return Outcome.failed(NO_VALID_HOST, sentence);
        }
        return work.await(context, context.server(), context.work(), DEADLINE, run);
    }

    /** Tells the host to leave nothing. The claim ends when the host says so, even if nobody waits for it any more. */
    private Outcome<BootContext> leaveHost(BootContext context, StepRun run) {
        if (context.node() == null) {
            return Outcome.done(context);
        }
        Allocation allocation =
                work.allocations().find(context.server(), context.node()).orElse(null);
        if (allocation == null) {
            return Outcome.done(context);
        }
        if (!allocation.leaving()) {
            Server server = work.changes().change(context.server(), before -> before.edit(run.now(), _ -> {}));
            work.desired().remove(server, allocation);
        }
        boolean silent =
                work.hosts().find(context.node()).filter(host -> host.up()).isEmpty();
        boolean longEnough = (run.attempt() > 1 && silent) || run.attempt() > MOST_LOOKS;
        return longEnough
                ? Outcome.done(context)
                : Outcome.waiting(context, "host %s to clear away".formatted(context.node()), ServerWork.LOOK_AGAIN);
    }

    private void failed(BootContext context, SagaFailure failure, StepRun run) {
        Server server = work.changes().change(context.server(), before -> {
            boolean stillThere = context.node() != null
                    && context.node().equals(before.placement().node());
            return stillThere && !before.deleted()
                    ? before.edit(run.now(), edit -> {
                        edit.placement = edit.placement.nowhere();
                        if (WorkEnd.holds(before, context.work())) {
                            edit.state = edit.state.withTask(TaskState.SCHEDULING);
                        }
                    })
                    : before;
        });
        boolean worthAnother = context.node() != null
                && context.attempt() < MOST_ATTEMPTS
                && !failure.cancelled()
                && !failure.code().equals(SagaFailure.DEADLINE)
                && WorkEnd.holds(server, context.work());
        if (worthAnother && context.node() != null) {
            sagas.start(
                    saga,
                    context.server().toString(),
                    server.project(),
                    context.again(context.node(), failure.message()));
            return;
        }
        work.fail(context.server(), context.work(), failure, false, run);
    }
}
