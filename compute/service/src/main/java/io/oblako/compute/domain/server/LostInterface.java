package io.oblako.compute.domain.server;

import io.oblako.compute.domain.network.Nic;
import java.util.UUID;

/**
 * What becomes of a server's interface whose port was deleted at the network service: decided here, purely. As in Nova, to
 * which Neutron says {@code network-vif-deleted}, the server lets it go.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#run-events">Nova: external events</a>
 */
public final class LostInterface {

    /** What to do about it. */
    public enum Next {
        /** The guest can let the interface go. */
        DETACH,
        /** Work at the server has failed, so that its guest may not be there to let go: it is made without it next time. */
        DROP,
        /** Other work is at the server, or it is in a state in which nothing is detached. */
        LATER,
        /** There is no such interface, or it goes without our help. */
        NOTHING
    }

    private LostInterface() {}

    public static Next of(Server server, UUID port) {
        Nic nic = server.nic(port).orElse(null);
        if (nic == null || server.deleted() || server.state().task() == TaskState.DELETING) {
            return Next.NOTHING;
        }
        if (!server.idle()) {
            return Next.LATER;
        }
        if (nic.wire() == null) {
            return Next.NOTHING; // A boot that failed has given its ports back: there is no guest that has them.
        }
        return switch (server.vm()) {
            case ACTIVE, PAUSED, STOPPED -> Next.DETACH;
            case ERROR -> Next.DROP;
            case BUILDING, SUSPENDED, RESIZED, DELETED -> Next.LATER;
        };
    }
}
