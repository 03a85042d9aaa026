package io.oblako.network.domain.port;

import java.util.UUID;

/** Whether ports are plugged in, as the data plane tells. */
public final class PortPlugs {

    private final Ports ports;
    private final PortLifecycle lifecycle;

    public PortPlugs(Ports ports, PortLifecycle lifecycle) {
        this.ports = ports;
        this.lifecycle = lifecycle;
    }

    /**
     * Whether a report would change a port of that status. What could not be fulfilled stays in error, and what is being
     * plugged in is not down for that.
     */
    public static boolean differs(String status, boolean up) {
        return up ? !status.equals("ACTIVE") && !status.equals("ERROR") : status.equals("ACTIVE");
    }

    /** Writes what was told down; a port that is gone, or was known to be so, stays as it is. */
    public void report(UUID id, boolean up) {
        ports.lock(id)
                .filter(port -> differs(port.status(), up))
                .ifPresent(port -> lifecycle.save(port.withStatus(up ? "ACTIVE" : "DOWN")));
    }
}
