package io.oblako.network.domain.log;

import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.PortTie;
import java.util.Set;

/** The log of a port goes with it. */
public final class FlowLogTie implements PortTie {

    private final FlowLogs logs;
    private final Changes changes;

    public FlowLogTie(FlowLogs logs, Changes changes) {
        this.logs = logs;
        this.changes = changes;
    }

    @Override
    public void leaving(Port port) {
        for (FlowLog log : logs.ofPort(port.id())) {
            logs.remove(log);
            changes.gone(Kind.LOG, log.id());
        }
    }

    /** Logs are about ports, whatever addresses they have. */
    @Override
    public void losing(Port port, Set<Ip> addresses) {}
}
