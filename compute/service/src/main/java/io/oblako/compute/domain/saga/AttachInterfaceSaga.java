package io.oblako.compute.domain.saga;

import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Gives a server another interface; the order has written it into the server's row. The guest goes on meanwhile. */
final class AttachInterfaceSaga {

    static final Duration DEADLINE = Duration.ofMinutes(5);

    private final ServerWork work;
    private final ServerPorts ports;
    private final AwaitPorts awaitPorts;
    private final Saga<InterfaceContext> saga;

    AttachInterfaceSaga(ServerWork work, ServerPorts ports) {
        this.work = work;
        this.ports = ports;
        this.awaitPorts = new AwaitPorts(ports);
        this.saga = Saga.named("attach-interface", InterfaceContext.class, DEADLINE)
                .step("order-port", this::orderPort, this::releasePort)
                .step("await-port", this::awaitPort, this::takeBack)
                .step(
                        "await-report",
                        (context, run) -> work.await(context, context.server(), context.work(), DEADLINE, run))
                .whenDone((context, run) -> work.succeed(context.server(), context.work(), run))
                .whenUndone((context, failure, run) -> {
                    change(work, context.server(), run, nics -> context.nic().outOf(nics));
                    work.fail(context.server(), context.work(), failure, true, run);
                })
                .build();
    }

    Saga<InterfaceContext> saga() {
        return saga;
    }

    private Outcome<InterfaceContext> orderPort(InterfaceContext context, StepRun run) {
        Server server = work.held(context.server(), context.work()).orElse(null);
        if (server == null) {
            return ServerWork.overridden();
        }
        ports.order(server, List.of(context.nic()), run.requestId());
        return Outcome.done(context);
    }

    private Outcome<InterfaceContext> releasePort(InterfaceContext context, StepRun run) {
        work.servers()
                .find(context.server())
                .ifPresent(server -> ports.release(server, List.of(context.nic()), run.requestId()));
        return Outcome.done(context);
    }

    private Outcome<InterfaceContext> awaitPort(InterfaceContext context, StepRun run) {
        Server server = work.held(context.server(), context.work()).orElse(null);
        if (server == null) {
            return ServerWork.overridden();
        }
        return awaitPorts.await(
                context,
                server,
                List.of(context.nic()),
                run,
                bound -> work.desired()
                        .publish(change(work, context.server(), run, nics -> with(nics, bound.getFirst()))));
    }

    /** The host takes the interface away again. */
    private Outcome<InterfaceContext> takeBack(InterfaceContext context, StepRun run) {
        work.desired()
                .publish(change(
                        work, context.server(), run, nics -> context.nic().outOf(nics)));
        return Outcome.done(context);
    }

    private static List<Nic> with(List<Nic> nics, Nic wired) {
        return nics.stream()
                .map(nic -> nic.port().equals(wired.port()) ? wired : nic)
                .toList();
    }

    /** The server with other interfaces, one generation further even when they are the same. */
    static Server change(ServerWork work, UUID id, StepRun run, UnaryOperator<List<Nic>> what) {
        return work.changes()
                .change(
                        id,
                        server -> server.edit(
                                run.now(), edit -> edit.machine = edit.machine.withNics(what.apply(server.nics()))));
    }
}
