package io.oblako.network.contracts;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A network, as the network service has committed it. Topic {@code network.network.v1}.
 *
 * @param project the owner
 * @param mtu bytes of the largest IP packet on it
 * @param external whether floating IPs and gateways of routers come from it
 * @param shared whether every project may make ports on it
 * @param sharedWith single projects that may; empty when {@code shared} says all
 * @param portSecurity what ports made on it have when nobody says otherwise
 * @param subnets ids, oldest first
 * @param revision counts up with each change
 */
public record NetworkFact(
        UUID id,
        String project,
        String name,
        int mtu,
        boolean external,
        boolean shared,
        Set<String> sharedWith,
        boolean adminStateUp,
        boolean portSecurity,
        List<UUID> subnets,
        long revision) {

    public NetworkFact {
        sharedWith = Set.copyOf(sharedWith);
        subnets = List.copyOf(subnets);
    }

    /** Whether tenants of the project may make ports on it. */
    public boolean usableBy(String tenant) {
        return shared || project.equals(tenant) || sharedWith.contains(tenant);
    }
}
