package io.oblako.network.domain.log;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.security.SecurityGroups;
import java.util.UUID;

/**
 * The rules of flow logs. Operators make them: a project's are about its own groups and ports.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#logging-resource">Networking API: logging resource</a>
 */
public final class FlowLogLifecycle implements Lifecycle<FlowLog> {

    private final FlowLogs logs;
    private final SecurityGroups groups;
    private final Ports ports;
    private final Changes changes;
    private final Stamp stamp;

    public FlowLogLifecycle(FlowLogs logs, SecurityGroups groups, Ports ports, Changes changes, Stamp stamp) {
        this.logs = logs;
        this.groups = groups;
        this.ports = ports;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public FlowLog create(Viewer viewer, Values wanted) {
        FlowLog log = FlowLog.of(stamp.born(wanted), wanted);
        UUID group = log.group();
        UUID target = log.port();
        if (group != null && groups.find(viewer, group).isEmpty()) {
            throw new CloudException(
                    NetworkError.RESOURCE_NOT_FOUND, "Resource %s could not be found.".formatted(group));
        }
        if (target != null) {
            Port port = ports.find(viewer, target)
                    .orElseThrow(() -> new CloudException(
                            NetworkError.TARGET_RESOURCE_NOT_FOUND,
                            "Target resource %s could not be found.".formatted(target)));
            if (group != null && !port.securityGroups().contains(group)) {
                throw new CloudException(
                        NetworkError.INVALID_RESOURCE_CONSTRAINT,
                        "Invalid resource constraint between resource (%s, %s) and target resource (port, %s)."
                                .formatted(FlowLog.RESOURCE_TYPE, group, target));
            }
        }
        logs.add(log);
        changes.changed(Kind.LOG, log.id());
        return log;
    }

    @Override
    public FlowLog change(Viewer viewer, FlowLog current, Values wanted) {
        viewer.requireOwner(current, "update_log");
        return save(FlowLog.of(stamp.changed(current.standard(), wanted), wanted));
    }

    @Override
    public FlowLog save(FlowLog next) {
        FlowLog saved = logs.save(next);
        changes.changed(Kind.LOG, saved.id());
        return saved;
    }

    @Override
    public void delete(Viewer viewer, FlowLog current) {
        viewer.requireOwner(current, "delete_log");
        logs.remove(current);
        changes.gone(Kind.LOG, current.id());
    }
}
