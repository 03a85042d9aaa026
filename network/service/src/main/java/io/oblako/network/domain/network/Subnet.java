package io.oblako.network.domain.network;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Addresses for the ports of a network.
 *
 * @param gateway the router's address; absent when guests have no way out
 * @param pools where addresses come from when nobody names one; in order, without the gateway
 * @param raMode how routers advertise it; absent for IPv4 and when the router is somebody else's
 * @param addressMode how addresses come to be; the same
 * @param pool the subnet pool its prefix came from
 * @param serviceTypes device owners whose ports take addresses from it by preference; empty for all
 */
public record Subnet(
        Standard standard,
        UUID network,
        Cidr cidr,
        @Nullable Ip gateway,
        List<AddressRange> pools,
        List<Ip> dnsNameservers,
        List<HostRoute> hostRoutes,
        boolean dhcp,
        @Nullable Ipv6Mode raMode,
        @Nullable Ipv6Mode addressMode,
        @Nullable UUID pool,
        List<String> serviceTypes)
        implements Resource<Subnet> {

    public Subnet {
        pools = List.copyOf(pools);
        dnsNameservers = List.copyOf(dnsNameservers);
        hostRoutes = List.copyOf(hostRoutes);
        serviceTypes = List.copyOf(serviceTypes);
    }

    /** The one place where what a request says becomes a subnet; prefix, gateway and pools are planned before. */
    static Subnet of(Standard standard, Values wanted, Cidr cidr, @Nullable Ip gateway, List<AddressRange> pools) {
        return new Subnet(
                standard,
                wanted.id("network_id"),
                cidr,
                gateway,
                pools,
                wanted.list("dns_nameservers", Ip.class),
                wanted.list("host_routes", HostRoute.class),
                wanted.flag("enable_dhcp"),
                wanted.optional("ipv6_ra_mode", Ipv6Mode.class),
                wanted.optional("ipv6_address_mode", Ipv6Mode.class),
                wanted.optional("subnetpool_id", UUID.class),
                wanted.list("service_types", String.class));
    }

    @Override
    public Subnet with(Standard next) {
        return new Subnet(
                next,
                network,
                cidr,
                gateway,
                pools,
                dnsNameservers,
                hostRoutes,
                dhcp,
                raMode,
                addressMode,
                pool,
                serviceTypes);
    }

    /** Whether DHCP answers on it at all. */
    public boolean answersDhcp() {
        return dhcp
                && (cidr.version() == 4
                        || addressMode == Ipv6Mode.DHCPV6_STATEFUL
                        || addressMode == Ipv6Mode.DHCPV6_STATELESS);
    }

    /** Whether addresses are computed from MACs instead of being taken from the pools. */
    public boolean automatic() {
        return addressMode == Ipv6Mode.SLAAC || addressMode == Ipv6Mode.DHCPV6_STATELESS;
    }
}
