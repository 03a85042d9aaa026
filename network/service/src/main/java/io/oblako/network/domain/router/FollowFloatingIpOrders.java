package io.oblako.network.domain.router;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Refusals;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.FloatingIpMoves;
import org.jspecify.annotations.Nullable;

/** Does what other services order about floating IPs, as their owner would by a PUT. */
public final class FollowFloatingIpOrders implements FloatingIpMoves {

    private final FloatingIps floatingIps;
    private final FloatingIpLifecycle lifecycle;
    private final Changes changes;

    public FollowFloatingIpOrders(FloatingIps floatingIps, FloatingIpLifecycle lifecycle, Changes changes) {
        this.floatingIps = floatingIps;
        this.lifecycle = lifecycle;
        this.changes = changes;
    }

    @Override
    public void lead(NetworkOrder.LeadFloatingIp order) {
        FloatingIp current = floatingIps
                .find(order.floatingIp())
                .filter(found -> found.project().value().equals(order.project()))
                .orElse(null);
        if (current == null || (!order.to() && !order.port().equals(current.port()))) {
            return;
        }
        Viewer owner = new Viewer(ProjectId.of(order.project()), false);
        Refusals.voiding(
                () -> lifecycle.lead(owner, current, order.to() ? order.port() : null, address(order)),
                _ -> changes.changed(current));
    }

    private static @Nullable Ip address(NetworkOrder.LeadFloatingIp order) {
        String fixed = order.fixed();
        return fixed == null || !order.to() ? null : Ip.parse(fixed).orElse(null);
    }
}
