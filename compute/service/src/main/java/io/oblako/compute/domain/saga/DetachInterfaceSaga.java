package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.saga.AttachInterfaceSaga.change;

import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes an interface from a server: the guest lets go of it, then its port is deleted, or given back when the tenant had
 * made it. A guest that does not let go keeps it.
 */
final class DetachInterfaceSaga {

    static final Duration DEADLINE = Duration.ofMinutes(5);

    private final ServerWork work;
    private final ServerPorts ports;
    private final Saga<InterfaceContext> saga;

    DetachInterfaceSaga(ServerWork work, ServerPorts ports) {
        this.work = work;
        this.ports = ports;
        this.saga = Saga.named("detach-interface", InterfaceContext.class, DEADLINE)
                .step("tell-host", this::tellHost, this::putBack)
                .step(
                        "await-report",
                        (context, run) -> work.await(context, context.server(), context.work(), DEADLINE, run))
                .whenDone(this::releasePort)
                .whenUndone((context, failure, run) -> work.fail(context.server(), context.work(), failure, true, run))
                .build();
    }

    Saga<InterfaceContext> saga() {
        return saga;
    }

    private Outcome<InterfaceContext> tellHost(InterfaceContext context, StepRun run) {
        if (work.held(context.server(), context.work()).isEmpty()) {
            return ServerWork.overridden();
        }
        work.desired()
                .publish(change(
                        work, context.server(), run, nics -> context.nic().outOf(nics)));
        return Outcome.done(context);
    }

    private Outcome<InterfaceContext> putBack(InterfaceContext context, StepRun run) {
        Server server = change(work, context.server(), run, nics -> {
            List<Nic> all = new ArrayList<>(context.nic().outOf(nics));
            all.add(context.nic());
            return all;
        });
        work.desired().publish(server);
        return Outcome.done(context);
    }

    /** In the transaction that ends the saga: a port that was given away cannot be taken back. */
    private void releasePort(InterfaceContext context, StepRun run) {
        work.servers()
                .find(context.server())
                .ifPresent(server -> ports.release(server, List.of(context.nic()), run.requestId()));
        work.succeed(context.server(), context.work(), run);
    }
}
