package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.PORT_REFUSED;

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
    private final Saga<InterfaceContext> saga;

    AttachInterfaceSaga(ServerWork work, ServerPorts ports) {
        this.work = work;
        this.ports = ports;
        this.saga = Saga.named("attach-interface", InterfaceContext.class, DEADLINE)
                .step("order-port", this::orderPort, this::releasePort)
                .step("await-port", this::awaitPort, this::takeBack)
                .step(
                        "await-report",
                        (context, run) -> work.await(context, context.server(), context.work(), DEADLINE, run))
                .whenDone((context, run) -> work.succeed(context.server(), context.work(), run))
                .whenUndone((context, failure, run) -> {
                    change(work, context.server(), run, nics -> without(nics, context.nic()));
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
        return switch (ports.answer(server, List.of(context.nic()), run.attempt() == 1)) {
            case ServerPorts.Answer.Refused refused -> Outcome.failed(PORT_REFUSED, refused.sentence());
            case ServerPorts.Answer.Awaited awaited ->
                run.attempt() > ServerWork.MOST_LOOKS_FOR_PORTS
                        ? Outcome.failed(PORT_REFUSED, ServerWork.NO_PORTS)
                        : Outcome.waiting(context, "fact of port " + awaited.port(), ServerWork.LOOK_AGAIN);
            case ServerPorts.Answer.Bound bound -> {
                Nic wired = bound.nics().getFirst();
                work.desired().publish(change(work, context.server(), run, nics -> with(nics, wired)));
                yield Outcome.done(context);
            }
        };
    }

    /** The host takes the interface away again. */
    private Outcome<InterfaceContext> takeBack(InterfaceContext context, StepRun run) {
        work.desired().publish(change(work, context.server(), run, nics -> without(nics, context.nic())));
        return Outcome.done(context);
    }

    static List<Nic> without(List<Nic> nics, Nic gone) {
        return nics.stream().filter(nic -> !nic.port().equals(gone.port())).toList();
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
