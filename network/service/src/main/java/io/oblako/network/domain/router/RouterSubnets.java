package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which subnets a router joins, and whether others go with them. */
final class RouterSubnets {

    private final Ports ports;
    private final Subnets subnets;

    RouterSubnets(Ports ports, Subnets subnets) {
        this.ports = ports;
        this.subnets = subnets;
    }

    List<Port> interfaces(UUID router) {
        return ports.ofDevice(router.toString(), DeviceOwner.ROUTER_INTERFACE);
    }

    /** Those that its ports have addresses of, the gateway's among them. */
    List<Subnet> joined(UUID router) {
        Set<UUID> ids = Stream.concat(
                        interfaces(router).stream(),
                        ports.ofDevice(router.toString(), DeviceOwner.ROUTER_GATEWAY).stream())
                .flatMap(port -> port.fixedIps().stream())
                .map(FixedIp::subnet)
                .collect(Collectors.toSet());
        return subnets.all(ids);
    }

    /** Every address the router itself has. */
    Set<Ip> addresses(UUID router) {
        Set<Ip> own = new HashSet<>();
        interfaces(router).forEach(port -> port.fixedIps().forEach(ip -> own.add(ip.address())));
        ports.ofDevice(router.toString(), DeviceOwner.ROUTER_GATEWAY)
                .forEach(port -> port.fixedIps().forEach(ip -> own.add(ip.address())));
        return own;
    }

    /** @throws CloudException BAD_REQUEST when an address would lie in two of the router's subnets */
    static void checkDistinct(Collection<Subnet> joined, Collection<Subnet> more) {
        for (Subnet wanted : more) {
            for (Subnet has : joined) {
                if (has.id().equals(wanted.id())) {
                    throw bad("router", "Router already has a port on subnet %s".formatted(wanted.id()));
                }
                if (has.cidr().overlaps(wanted.cidr())) {
                    throw bad(
                            "router",
                            "Cidr %s of subnet %s overlaps with cidr %s of subnet %s"
                                    .formatted(wanted.cidr(), wanted.id(), has.cidr(), has.id()));
                }
            }
        }
    }

    /** Neutron's sentence about a request that contradicts itself or what is there. */
    static CloudException bad(String what, String sentence) {
        return new CloudException(NetworkError.BAD_REQUEST, "Bad %s request: %s.".formatted(what, sentence));
    }
}
