package io.oblako.compute.domain.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.kernel.token.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gives a server another flavor on the host it is on; the tenant confirms or reverts it. */
public final class ResizeServer {

    private final ServerOperations operations;

    public ResizeServer(ServerOperations operations) {
        this.operations = operations;
    }

    /**
     * Allowed when active or stopped.
     *
     * @param flavor one that the caller may use
     * @param diskAuto {@code OS-DCF:diskConfig} from now on; absent: as it is
     * @throws io.oblako.kernel.error.CloudException also NOT_RESIZABLE (same flavor, smaller root disk) and OVER_QUOTA
     */
    public Server resize(Caller caller, UUID server, Flavor flavor, @Nullable Boolean diskAuto) {
        return operations.request(caller, server, new ServerOrder.Resize(flavor, diskAuto));
    }
}
