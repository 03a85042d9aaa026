package io.oblako.compute.domain.server;

import io.oblako.kernel.token.Caller;
import java.util.UUID;

/** Restarts a server. */
public final class RebootServer {

    private final ServerOperations operations;

    public RebootServer(ServerOperations operations) {
        this.operations = operations;
    }

    /** Soft: by ACPI, forced when the guest does not react; allowed when active. Hard: by power; from any state at rest. */
    public Server reboot(Caller caller, UUID server, boolean hard) {
        return operations.request(caller, server, hard ? new ServerOrder.HardReboot() : new ServerOrder.SoftReboot());
    }
}
