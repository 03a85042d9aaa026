package io.oblako.network.domain.port;

import io.oblako.network.contracts.NetworkOrder;

/** Follows orders about floating IPs. Part of its caller's transaction. */
@FunctionalInterface
public interface FloatingIpMoves {

    void lead(NetworkOrder.LeadFloatingIp order);
}
