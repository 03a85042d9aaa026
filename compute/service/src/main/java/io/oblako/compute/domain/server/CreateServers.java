package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.List;

/** Asks for one or several servers. */
public interface CreateServers {

    /**
     * Checks the image, the zone and the quota, and commits the servers in BUILD; what follows is the boot saga's.
     *
     * @return in order of their launch index; all have the same {@code reservationId}
     * @throws io.oblako.kernel.error.CloudException IMAGE_NOT_USABLE, FLAVOR_TOO_SMALL, ZONE_NOT_FOUND, OVER_QUOTA, or
     *     NOT_ALLOWED when somebody who is no administrator forces a host
     */
    List<Server> create(Caller caller, ServerRequest request);
}
