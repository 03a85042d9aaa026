package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** The one way in for everything that is asked of a server that exists. */
public interface ServerOperations {

    /**
     * Decides the order by {@link Lifecycle}, records it as an instance action, and starts the work it needs, all in the
     * transaction of the calling thread.
     *
     * @return the server as it is now, usually with a task
     * @throws io.oblako.kernel.error.CloudException SERVER_NOT_FOUND, SERVER_BUSY or SERVER_LOCKED
     */
    Server request(Caller caller, UUID server, ServerOrder order);

    /**
     * Like {@link #request}, as an act of the cloud itself: nobody has to be allowed to, a lock does not keep it off, and
     * the action is recorded in the name of the server's user.
     */
    Server requestItself(UUID server, ServerOrder order);
}
