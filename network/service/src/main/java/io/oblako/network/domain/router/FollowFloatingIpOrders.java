package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.FloatingIpMoves;
import io.oblako.network.domain.port.FollowOrders;
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
        try {
            Viewer owner = new Viewer(ProjectId.of(order.project()), false);
            lifecycle.lead(owner, current, order.to() ? order.port() : null, address(order));
        } catch (CloudException refused) {
            if (FollowOrders.mayBeRepeated(refused)) {
                throw refused;
            }
            changes.changed(current); // Whoever waits sees that it stays where it is.
        }
    }

    private static @Nullable Ip address(NetworkOrder.LeadFloatingIp order) {
        String fixed = order.fixed();
        return fixed == null || !order.to() ? null : Ip.parse(fixed).orElse(null);
    }
}
