package io.oblako.network.contracts;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A port, as the network service has committed it, with what a guest must be told of its network. Topic
 * {@code network.port.v1}.
 *
 * @param mac lower case with colons
 * @param deviceId what it is plugged into, for example a server id; empty when nothing
 * @param deviceOwner {@code compute:<zone>}, {@code network:…}, or empty
 * @param host the node it is bound to; empty when to none
 * @param epoch fencing token of its binding: orders about an older one are void
 * @param failure why an order about it could not be fulfilled; absent unless the status is ERROR
 * @param dnsName the label its addresses have in DNS; empty when none
 * @param mtu of its network
 * @param subnets those its addresses are of, for the guest's network configuration
 * @param createdBy id of the request of the service that ordered it; empty when a tenant made it
 * @param revision counts up with each change
 */
public record PortFact(
        UUID id,
        String project,
        String name,
        UUID network,
        String mac,
        List<FixedIp> fixedIps,
        String deviceId,
        String deviceOwner,
        String host,
        long epoch,
        Status status,
        @Nullable String failure,
        boolean adminStateUp,
        boolean portSecurity,
        Set<UUID> securityGroups,
        List<String> tags,
        String dnsName,
        int mtu,
        List<Subnet> subnets,
        List<FloatingIp> floatingIps,
        String createdBy,
        long revision) {

    public PortFact {
        fixedIps = List.copyOf(fixedIps);
        securityGroups = Set.copyOf(securityGroups);
        tags = List.copyOf(tags);
        subnets = List.copyOf(subnets);
        floatingIps = List.copyOf(floatingIps);
    }

    /** What the data plane makes of the port. */
    public enum Status {
        /** Packets pass: a host has plugged it, and its rules are in force. */
        ACTIVE,
        /** Nobody has plugged it. */
        DOWN,
        /** Bound to a host that has not plugged it yet. */
        BUILD,
        /** The order could not be fulfilled; {@link PortFact#failure()} says why. */
        ERROR
    }

    /** One address of the port. */
    public record FixedIp(UUID subnet, String address) {}

    /** A floating IP that leads to the port. */
    public record FloatingIp(String fixed, String floating) {}

    /** A route that DHCP hands to guests. */
    public record Route(String destination, String nextHop) {}

    /**
     * What a guest needs to know of a subnet.
     *
     * @param gateway absent when the subnet has none
     * @param dhcp whether addresses are handed out; otherwise the guest configures them from its config drive
     * @param mode how IPv6 addresses come to be: slaac, dhcpv6-stateful or dhcpv6-stateless; absent for IPv4 and for
     *     subnets whose router is somebody else's
     */
    public record Subnet(
            UUID id,
            String cidr,
            int ipVersion,
            @Nullable String gateway,
            List<String> dnsNameservers,
            List<Route> hostRoutes,
            boolean dhcp,
            @Nullable String mode) {

        public Subnet {
            dnsNameservers = List.copyOf(dnsNameservers);
            hostRoutes = List.copyOf(hostRoutes);
        }
    }
}
