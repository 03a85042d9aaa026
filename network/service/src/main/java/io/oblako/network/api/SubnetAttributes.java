package io.oblako.network.api;

import static io.oblako.network.api.Types.CIDR;
import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.IP;
import static io.oblako.network.api.Types.distinct;
import static io.oblako.network.api.Types.list;
import static io.oblako.network.api.Types.nullable;
import static io.oblako.network.api.Types.number;
import static io.oblako.network.api.Types.part;
import static io.oblako.network.api.Types.text;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.HostRoute;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Subnet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of subnets.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#subnets">Networking API: subnets</a>
 */
final class SubnetAttributes {

    /** Neutron's own bounds, {@code max_dns_nameservers} and {@code max_subnet_host_routes}. */
    private static final int MOST_SERVERS = 5;

    private static final int MOST_ROUTES = 20;
    private static final int MOST_POOLS = 64;
    private static final int MOST_SERVICE_TYPES = 16;

    /** 4 or 6, as a number or as text. */
    static final Type<Integer> VERSION = json -> {
        int version = number(4, 6).read(json);
        if (version == 5) {
            throw new Type.Invalid("'5' is not in [4, 6]");
        }
        return version;
    };

    private static final Type<AddressRange> POOL = Types.object(
            List.of("start", "end"),
            json -> range(part(json, "start", IP), part(json, "end", IP)),
            pool -> Map.of("start", pool.first().toString(), "end", pool.last().toString()));

    private static final Type<HostRoute> ROUTE = Types.object(
            List.of("destination", "nexthop"),
            json -> new HostRoute(part(json, "destination", CIDR), part(json, "nexthop", IP)),
            route -> Map.of(
                    "destination",
                    route.destination().toString(),
                    "nexthop",
                    route.nextHop().toString()));

    private static final Type<Ipv6Mode> MODE =
            Types.words(Arrays.stream(Ipv6Mode.values()).collect(Collectors.toMap(Ipv6Mode::word, mode -> mode)));

    private SubnetAttributes() {}

    private static AddressRange range(Ip first, Ip last) throws Type.Invalid {
        if (first.version() != last.version() || first.compareTo(last) > 0) {
            throw new Type.Invalid("the allocation pool %s-%s is not valid".formatted(first, last));
        }
        return new AddressRange(first, last);
    }

    static Attributes<Subnet> table() {
        return new Attributes<>(
                Kind.SUBNET,
                List.of(
                        Attribute.<Subnet, UUID>of("network_id", ID, Subnet::network)
                                .required()
                                .list(),
                        Attribute.<Subnet, @Nullable Integer>of(
                                        "ip_version",
                                        nullable(VERSION),
                                        subnet -> subnet.cidr().version())
                                .post(null)
                                .filter(),
                        Attribute.<Subnet, @Nullable Cidr>of("cidr", nullable(CIDR), Subnet::cidr)
                                .post(null)
                                .list(),
                        Attribute.<Subnet, @Nullable Ip>of("gateway_ip", nullable(IP), Subnet::gateway)
                                .post(null)
                                .put()
                                .list(),
                        Attribute.<Subnet, @Nullable List<AddressRange>>of(
                                        "allocation_pools", nullable(list(POOL, MOST_POOLS)), Subnet::pools)
                                .post(null)
                                .put(),
                        Attribute.<Subnet, @Nullable List<Ip>>of(
                                        "dns_nameservers", nullable(distinct(IP, MOST_SERVERS)), Subnet::dnsNameservers)
                                .post(List.of())
                                .put(),
                        Attribute.<Subnet, @Nullable List<HostRoute>>of(
                                        "host_routes", nullable(distinct(ROUTE, MOST_ROUTES)), Subnet::hostRoutes)
                                .post(List.of())
                                .put(),
                        Attribute.<Subnet, Boolean>of("enable_dhcp", FLAG, Subnet::dhcp)
                                .post(true)
                                .put()
                                .list(),
                        Attribute.<Subnet, @Nullable Ipv6Mode>of("ipv6_ra_mode", nullable(MODE), Subnet::raMode)
                                .post(null)
                                .list(),
                        Attribute.<Subnet, @Nullable Ipv6Mode>of(
                                        "ipv6_address_mode", nullable(MODE), Subnet::addressMode)
                                .post(null)
                                .list(),
                        Attribute.<Subnet, @Nullable UUID>of("subnetpool_id", nullable(ID), Subnet::pool)
                                .post(null)
                                .list(),
                        Attribute.<Subnet, Boolean>wish("use_default_subnetpool", nullable(FLAG))
                                .post(false),
                        Attribute.<Subnet, Integer>wish("prefixlen", nullable(number(0, 128)))
                                .post(null),
                        Attribute.<Subnet, List<String>>of(
                                        "service_types", list(text(255), MOST_SERVICE_TYPES), Subnet::serviceTypes)
                                .post(List.of())
                                .put()));
    }
}
