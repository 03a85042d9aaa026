package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the prefix and the wishes about a subnet: its gateway and its pools, or why they do not go
 * together. Pure.
 */
final class SubnetPlan {

    private static final int SLAAC_LENGTH = 64;

    private SubnetPlan() {}

    /** @throws CloudException INVALID_INPUT when no subnet can have this prefix */
    static void checkCidr(Cidr cidr, int version, List<Subnet> siblings) {
        if (cidr.version() != version) {
            throw invalid("Cannot create subnet: cidr %s does not match the ip_version %d".formatted(cidr, version));
        }
        Ip base = cidr.base();
        if (base.multicast() || base.loopback() || base.linkLocal() || base.unspecified()) {
            throw invalid("Invalid CIDR %s for IP version %d: it holds addresses that hosts cannot have"
                    .formatted(cidr, version));
        }
        if (version == 4 && cidr.length() < 8) {
            throw invalid("Invalid CIDR %s: a subnet has a prefix of 8 bits at least".formatted(cidr));
        }
        for (Subnet sibling : siblings) {
            if (sibling.cidr().overlaps(cidr)) {
                throw invalid("Requested subnet with cidr: %s for network: %s overlaps with another subnet"
                        .formatted(cidr, sibling.network()));
            }
        }
    }

    /** @throws CloudException INVALID_INPUT for modes that contradict each other, the version or the prefix */
    static void checkModes(Values wanted, Cidr cidr) {
        Ipv6Mode ra = wanted.optional("ipv6_ra_mode", Ipv6Mode.class);
        Ipv6Mode address = wanted.optional("ipv6_address_mode", Ipv6Mode.class);
        if (ra == null && address == null) {
            return;
        }
        if (cidr.version() == 4) {
            throw invalid("ipv6_ra_mode and ipv6_address_mode are of IPv6 subnets: ip_version is 4");
        }
        if (!wanted.flag("enable_dhcp")) {
            throw invalid("ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False");
        }
        if (ra != null && address != null && ra != address) {
            throw invalid("ipv6_ra_mode set to '%s' with ipv6_address_mode set to '%s' is not valid. If both attributes"
                            .formatted(ra.word(), address.word())
                    + " are set, they must be the same value");
        }
        Ipv6Mode mode = address == null ? ra : address;
        if (mode != Ipv6Mode.DHCPV6_STATEFUL && cidr.length() != SLAAC_LENGTH) {
            throw invalid(
                    "Invalid CIDR %s for IPv6 address mode. OpenStack uses the EUI-64 address format, which requires"
                                    .formatted(cidr)
                            + " the prefix to be /64");
        }
    }

    /** The first address of hosts, unless the request says another, or none. */
    static @Nullable Ip gateway(Values wanted, Cidr cidr) {
        if (!wanted.given("gateway_ip")) {
            boolean lonely = cidr.size().bitLength() <= 1;
            return lonely ? null : cidr.hosts().first();
        }
        Ip gateway = wanted.optional("gateway_ip", Ip.class);
        if (gateway != null) {
            checkGateway(gateway, cidr);
        }
        return gateway;
    }

    /** @throws CloudException INVALID_INPUT for an address that the subnet's router cannot have */
    static void checkGateway(Ip gateway, Cidr cidr) {
        boolean inside = cidr.hosts().contains(gateway);
        if (!inside && !gateway.linkLocal()) {
            throw invalid("Gateway is not valid on subnet");
        }
    }

    /** What is left of the prefix without the gateway, unless the request says otherwise. */
    static List<AddressRange> pools(Values wanted, Cidr cidr, @Nullable Ip gateway) {
        if (!wanted.given("allocation_pools") || wanted.optional("allocation_pools", List.class) == null) {
            return cidr.hosts().without(gateway == null ? Set.of() : Set.of(gateway));
        }
        return checkedPools(wanted.list("allocation_pools", AddressRange.class), cidr, gateway);
    }

    /** @throws CloudException when pools leave the subnet, overlap, or contain the gateway */
    static List<AddressRange> checkedPools(List<AddressRange> pools, Cidr cidr, @Nullable Ip gateway) {
        List<AddressRange> sorted = new ArrayList<>(pools);
        sorted.sort((a, b) -> a.first().compareTo(b.first()));
        AddressRange before = null;
        for (AddressRange pool : sorted) {
            if (!cidr.hosts().contains(pool.first()) || !cidr.hosts().contains(pool.last())) {
                throw new CloudException(
                        NetworkError.OUT_OF_BOUNDS_ALLOCATION_POOL,
                        "The allocation pool %s-%s spans beyond the subnet cidr %s."
                                .formatted(pool.first(), pool.last(), cidr));
            }
            if (before != null && before.overlaps(pool)) {
                throw new CloudException(
                        NetworkError.OVERLAPPING_ALLOCATION_POOLS,
                        "Found overlapping allocation pools: %s-%s %s-%s for subnet %s."
                                .formatted(before.first(), before.last(), pool.first(), pool.last(), cidr));
            }
            before = pool;
        }
        checkGatewayIsFree(sorted, gateway);
        return sorted;
    }

    static void checkGatewayIsFree(List<AddressRange> pools, @Nullable Ip gateway) {
        for (AddressRange pool : pools) {
            if (gateway != null && pool.contains(gateway)) {
                throw new CloudException(
                        NetworkError.GATEWAY_CONFLICT_WITH_ALLOCATION_POOLS,
                        "Gateway ip %s conflicts with allocation pool %s-%s."
                                .formatted(gateway, pool.first(), pool.last()));
            }
        }
    }

    /** @throws CloudException INVALID_INPUT when servers or routes are of the other IP version */
    static void checkVersions(Subnet subnet) {
        int version = subnet.cidr().version();
        for (HostRoute route : subnet.hostRoutes()) {
            if (route.destination().version() != version || route.nextHop().version() != version) {
                throw invalid("Invalid route %s via %s: it is not of ip_version %d"
                        .formatted(route.destination(), route.nextHop(), version));
            }
        }
        for (Ip server : subnet.dnsNameservers()) {
            if (server.multicast() || server.unspecified()) {
                throw invalid("%s is not the address of a name server".formatted(server));
            }
        }
    }

    static CloudException invalid(String sentence) {
        return new CloudException(NetworkError.INVALID_INPUT, "Invalid input for operation: %s.".formatted(sentence));
    }
}
