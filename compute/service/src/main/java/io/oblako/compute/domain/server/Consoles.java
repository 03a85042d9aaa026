package io.oblako.compute.domain.server;

import org.jspecify.annotations.Nullable;

/** Where consoles of guests are read. */
public interface Consoles {

    /**
     * The end of what the guest wrote to its serial console.
     *
     * @param lines how many lines from the end; absent for all that is kept (at most 1 MiB)
     * @throws io.oblako.kernel.error.CloudException HOST_UNREACHABLE when the node does not answer within 5 s
     */
    String tail(Server server, String node, @Nullable Integer lines);
}
