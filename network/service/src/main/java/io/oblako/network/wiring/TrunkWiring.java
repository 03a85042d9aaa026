package io.oblako.network.wiring;

import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.log.FlowLogLifecycle;
import io.oblako.network.domain.log.FlowLogTie;
import io.oblako.network.domain.log.FlowLogs;
import io.oblako.network.domain.port.DevicePorts;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.trunk.TrunkLifecycle;
import io.oblako.network.domain.trunk.TrunkTie;
import io.oblako.network.domain.trunk.Trunks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the domain's objects about trunks and flow logs. */
@ApplicationScoped
class TrunkWiring {

    @Produces
    @Singleton
    static TrunkTie tie(Trunks trunks) {
        return new TrunkTie(trunks);
    }

    @Produces
    @Singleton
    static TrunkLifecycle trunks(
            Trunks trunks, Ports ports, DevicePorts devices, Quotas quotas, Changes changes, Stamp stamp) {
        return new TrunkLifecycle(trunks, ports, devices, quotas, changes, stamp);
    }

    @Produces
    @Singleton
    static FlowLogTie logTie(FlowLogs logs, Changes changes) {
        return new FlowLogTie(logs, changes);
    }

    @Produces
    @Singleton
    static FlowLogLifecycle logs(FlowLogs logs, SecurityGroups groups, Ports ports, Changes changes, Stamp stamp) {
        return new FlowLogLifecycle(logs, groups, ports, changes, stamp);
    }
}
