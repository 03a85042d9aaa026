package io.oblako.compute.domain.server;

import static io.oblako.compute.domain.ComputeError.CONSOLE_NOT_READY;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows what a guest wrote to its serial console. Not inside a transaction: it asks the node. */
public final class ConsoleOutput {

    private final FindServer find;
    private final Consoles consoles;

    public ConsoleOutput(FindServer find, Consoles consoles) {
        this.find = find;
        this.consoles = consoles;
    }

    /**
     * @param lines absent, or negative as some clients send it, for all
     * @throws CloudException CONSOLE_NOT_READY while the server is on no host
     */
    public String of(Caller caller, UUID id, @Nullable Integer lines) {
        Server server = find.find(caller, id);
        String node = server.placement().node();
        if (node == null || server.vm() == VmState.BUILDING) {
            throw new CloudException(CONSOLE_NOT_READY, "Instance %s is not ready".formatted(id));
        }
        return consoles.tail(server, node, lines == null || lines < 0 ? null : lines);
    }
}
