package io.oblako.network.domain.port;

import io.oblako.network.domain.address.Ip;
import java.util.Set;

/** Something that hangs on ports, and is told before a port goes or loses addresses. */
public interface PortTie {

    /**
     * The port will be deleted by whoever may: what hangs on it lets go.
     *
     * @throws io.oblako.kernel.error.CloudException when it must stay
     */
    void leaving(Port port);

    /** The port, which is not saved yet, will not have these addresses any more. */
    void losing(Port port, Set<Ip> addresses);
}
