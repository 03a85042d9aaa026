package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Makes the root disk of a server anew from an image; its identity and its place stay. */
public interface RebuildServer {

    /**
     * Allowed when active, stopped or in error.
     *
     * @throws io.oblako.kernel.error.CloudException also IMAGE_NOT_USABLE and FLAVOR_TOO_SMALL
     */
    Server rebuild(Caller caller, UUID server, RebuildRequest request);
}
