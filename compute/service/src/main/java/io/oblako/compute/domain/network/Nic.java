package io.oblako.compute.domain.network;

import io.oblako.network.contracts.PortFact;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An interface of a server: a port of the network service. Servers have them in the order in which their guests see them.
 *
 * @param port its id, chosen by compute for ports that it makes
 * @param fixedIp the address that was asked for; absent for any
 * @param groups security groups of a port that compute makes; empty for the default group of the project
 * @param tag what the tenant calls it, for the guest's metadata; absent for none
 * @param ours whether compute made the port, so that it goes with the server; others are given back
 * @param wire absent until the port is bound to the host of the server
 */
public record Nic(
        UUID port,
        UUID network,
        @Nullable String fixedIp,
        Set<UUID> groups,
        @Nullable String tag,
        boolean ours,
        @Nullable Wire wire) {

    public Nic {
        groups = Set.copyOf(groups);
    }

    /**
     * What a guest is told of its port, as it was when the port was bound.
     *
     * @param mac lower case with colons
     * @param mtu bytes
     * @param trusted whether the port has no port security; false where an older release left it out
     */
    public record Wire(
            String mac, int mtu, List<PortFact.FixedIp> addresses, List<PortFact.Subnet> subnets, boolean trusted) {
        public Wire {
            addresses = List.copyOf(addresses);
            subnets = List.copyOf(subnets);
        }
    }

    /** The interface with what the network service says of its port. */
    public Nic wired(PortFact fact) {
        Wire known = new Wire(fact.mac(), fact.mtu(), fact.fixedIps(), fact.subnets(), !fact.portSecurity());
        return new Nic(port, fact.network(), fixedIp, groups, tag, ours, known);
    }

    /** The interfaces but this one. */
    public List<Nic> outOf(List<Nic> nics) {
        return nics.stream().filter(nic -> !nic.port().equals(port)).toList();
    }

    /** The interface of a server that has left its host. */
    public Nic unwired() {
        return new Nic(port, network, fixedIp, groups, tag, ours, null);
    }
}
