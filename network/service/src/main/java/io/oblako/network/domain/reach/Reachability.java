package io.oblako.network.domain.reach;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.Gateway;
import io.oblako.network.domain.router.Router;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The model itself. Denied is what nothing allows. It speaks of single packets in words of IP: who may pose as whom on
 * the link (ARP, MAC addresses) is the data plane's to refuse, and no part of it. Pure.
 */
public final class Reachability {

    private final Topology topology;
    private final Predicate<Resource<?>> told;

    /** @param told ports and floating IPs of which more may be told than that they are there: beyond it is out of sight */
    public Reachability(Topology topology, Predicate<Resource<?>> told) {
        this.topology = topology;
        this.told = told;
    }

    /** What becomes of a packet that a guest sends; whether the source is its own is part of the question. */
    public Verdict fromPort(Port port, Packet packet) {
        return new Journey(topology, told, packet).fromPort(port);
    }

    /**
     * What becomes of a packet from outside for a floating IP, or for an address of the port. The outside sends what is
     * on an external or provider network there; what is behind a router only if that does not translate, because then
     * it is the operator's affair that the outside has routes.
     */
    public Verdict fromOutside(Packet packet, Port port) {
        Optional<FloatingIp> floatingIp = topology.floatingIp(packet.destination());
        Journey journey = new Journey(topology, told, packet);
        if (floatingIp.isPresent()) {
            return journey.fromOutside(network(floatingIp.get()));
        }
        Network network = topology.network(port.network()).orElseThrow();
        if (network.external() || network.provider().physicalNetwork() != null) {
            return journey.fromOutside(network);
        }
        return port.fixedIps().stream()
                .filter(ip -> ip.address().equals(packet.destination()))
                .map(FixedIp::subnet)
                .flatMap(subnet -> topology.routersOn(subnet).stream())
                .flatMap(router -> gatewayFor(router, packet.destination()).stream())
                .findFirst()
                .map(gateway ->
                        journey.fromOutside(topology.network(gateway.network()).orElseThrow(), gateway))
                .orElseGet(() -> journey.noWayIn());
    }

    /** The same for a floating IP whose port nobody named. */
    public Verdict fromOutside(Packet packet, FloatingIp floatingIp) {
        return new Journey(topology, told, packet).fromOutside(network(floatingIp));
    }

    private Network network(FloatingIp floatingIp) {
        return topology.network(floatingIp.network()).orElseThrow();
    }

    private Optional<Port> gatewayFor(Router router, Ip address) {
        Gateway gateway = router.gateway();
        if (gateway == null || (address.four() && gateway.snat())) {
            return Optional.empty();
        }
        return topology.portsOf(router).stream()
                .filter(port -> port.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY))
                .filter(port ->
                        port.fixedIps().stream().anyMatch(ip -> ip.address().version() == address.version()))
                .findFirst();
    }
}
