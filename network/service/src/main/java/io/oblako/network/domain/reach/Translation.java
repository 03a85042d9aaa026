package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Hop.Translated;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.Router;
import java.util.List;
import java.util.Optional;

/** What a router writes into packets that pass its gateway. IPv6 is not translated. */
final class Translation {

    private final Topology topology;

    Translation(Topology topology) {
        this.topology = topology;
    }

    /** On the way in: the floating IP's target, or what it forwards to; empty when it leads this packet nowhere. */
    static Optional<Packet> inward(FloatingIp floatingIp, Packet packet) {
        FloatingIp.Target target = floatingIp.target();
        if (target != null) {
            return Optional.of(packet.to(target.fixed()));
        }
        return floatingIp.forwardings().stream()
                .filter(forwarding -> forwards(forwarding, packet))
                .findFirst()
                .map(forwarding -> packet.to(forwarding.fixed(), inner(forwarding, packet)));
    }

    private static boolean forwards(PortForwarding forwarding, Packet packet) {
        return packet.payload() instanceof Segment(int protocol, int _, int port)
                && protocol == number(forwarding)
                && port >= forwarding.external().first()
                && port <= forwarding.external().last();
    }

    private static int number(PortForwarding forwarding) {
        return switch (forwarding.protocol()) {
            case "tcp" -> Payload.TCP;
            case "udp" -> Payload.UDP;
            default -> Payload.SCTP;
        };
    }

    private static int inner(PortForwarding forwarding, Packet packet) {
        int port = ((Segment) packet.payload()).destination();
        return forwarding.internal().first() + port - forwarding.external().first();
    }

    /** On the way out: the floating IP of the source, else the router's own address for what is on its subnets. */
    Optional<Translated> outward(Router router, List<Port> ports, Ip source) {
        Gateway gateway = router.gateway();
        if (gateway == null || !source.four()) {
            return Optional.empty();
        }
        Optional<FloatingIp> own = topology.through(router.id()).stream()
                .filter(floatingIp -> source.equals(floatingIp.fixed()))
                .findFirst();
        if (own.isPresent()) {
            return own.map(floatingIp -> new Translated(true, source, floatingIp.address(), floatingIp));
        }
        boolean inside = ports.stream()
                .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_INTERFACE))
                .flatMap(port -> port.fixedIps().stream())
                .flatMap(ip -> topology.subnet(ip.subnet()).stream())
                .anyMatch(subnet -> subnet.cidr().contains(source));
        if (!gateway.snat() || !inside) {
            return Optional.empty();
        }
        return gateway.fixedIps().stream()
                .map(FixedIp::address)
                .filter(Ip::four)
                .findFirst()
                .map(address -> new Translated(true, source, address, null));
    }
}
