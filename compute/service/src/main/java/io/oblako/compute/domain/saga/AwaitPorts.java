package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.PORT_REFUSED;

import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.StepRun;
import java.util.List;
import java.util.function.Consumer;

/** The step that waits until ordered ports are bound to the server. */
final class AwaitPorts {

    /** Looks for ports, 3 s apart, before the network service counts as silent: it may be starting anew. */
    private static final int MOST_LOOKS = 40;

    private static final String SILENT = "The network service has not answered for the ports in time; try again later.";

    private final ServerPorts ports;

    AwaitPorts(ServerPorts ports) {
        this.ports = ports;
    }

    /** @param bound takes the interfaces with what their guest needs to know, in the transaction of the step */
    <C> Outcome<C> await(C context, Server server, List<Nic> nics, StepRun run, Consumer<List<Nic>> bound) {
        return switch (ports.answer(server, nics, run.attempt() == 1)) {
            case ServerPorts.Answer.Refused refused -> Outcome.failed(PORT_REFUSED, refused.sentence());
            case ServerPorts.Answer.Awaited awaited ->
                run.attempt() > MOST_LOOKS
                        ? Outcome.failed(PORT_REFUSED, SILENT)
                        : Outcome.waiting(context, "fact of port " + awaited.port(), ServerWork.LOOK_AGAIN);
            case ServerPorts.Answer.Bound(List<Nic> nicsOfGuest) -> {
                bound.accept(nicsOfGuest);
                yield Outcome.done(context);
            }
        };
    }
}
