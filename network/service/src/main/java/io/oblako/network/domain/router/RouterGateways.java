package io.oblako.network.domain.router;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.DevicePorts;
import io.oblako.network.domain.port.DevicePorts.Device;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ways of routers to the outside. The port there belongs to the owner of the external network: tenants do not see
 * it, and it is in nobody's quota.
 */
public final class RouterGateways {

    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;
    private final DevicePorts devices;
    private final FloatingIps floatingIps;
    private final RouterSubnets joined;

    public RouterGateways(
            Networks networks, Subnets subnets, Ports ports, DevicePorts devices, FloatingIps floatingIps) {
        this.networks = networks;
        this.subnets = subnets;
        this.ports = ports;
        this.devices = devices;
        this.floatingIps = floatingIps;
        this.joined = new RouterSubnets(ports, subnets);
    }

    /** What only operators may say of a gateway: under which address it goes out, and whether it does for all. */
    private static void checkTrust(Viewer viewer, Gateway.Wish wish, String verb) {
        if (viewer.operator()) {
            return;
        }
        if (wish.snat() != null) {
            throw Viewer.notAllowed(verb + "_router:external_gateway_info:enable_snat");
        }
        if (wish.fixedIps() != null) {
            throw Viewer.notAllowed(verb + "_router:external_gateway_info:external_fixed_ips");
        }
    }

    /** The gateway of a router that is not there yet. */
    @Nullable
    Gateway first(Viewer viewer, Standard router, Gateway.@Nullable Wish wish) {
        if (wish == null) {
            return null;
        }
        checkTrust(viewer, wish, "create");
        return open(viewer, router, wish);
    }

    private Gateway open(Viewer viewer, Standard router, Gateway.Wish wish) {
        Network network = networks.require(viewer, wish.network());
        if (!network.externalTo(viewer)) {
            throw RouterSubnets.bad("router", "Network %s is not an external network".formatted(network.id()));
        }
        List<FixedIp.Wish> wishes = wish.fixedIps();
        Port port = devices.make(
                network,
                network.project(),
                new Device(DeviceOwner.ROUTER_GATEWAY, router.id()),
                wishes == null || wishes.isEmpty() ? null : wishes);
        List<Subnet> outside =
                subnets.all(port.fixedIps().stream().map(FixedIp::subnet).toList());
        RouterSubnets.checkDistinct(
                subnets.all(joined.interfaces(router.id()).stream()
                        .flatMap(face -> face.fixedIps().stream())
                        .map(FixedIp::subnet)
                        .toList()),
                outside);
        return new Gateway(
                network.id(), port.id(), Optional.ofNullable(wish.snat()).orElse(true), port.fixedIps());
    }

    /** The gateway that a router has from now on. */
    @Nullable
    Gateway changed(Viewer viewer, Router router, Gateway.@Nullable Wish wish) {
        Gateway before = router.gateway();
        if (wish != null) {
            checkTrust(viewer, wish, "update");
        }
        if (before != null && wish != null && before.network().equals(wish.network())) {
            return adjusted(before, wish);
        }
        if (before != null) {
            checkNoFloatingIps(router.id(), before.network());
        }
        return wish == null ? null : open(viewer, router.standard(), wish);
    }

    private Gateway adjusted(Gateway before, Gateway.Wish wish) {
        boolean snat = Optional.ofNullable(wish.snat()).orElse(before.snat());
        List<FixedIp.Wish> wishes = wish.fixedIps();
        if (wishes == null || wishes.isEmpty()) {
            return new Gateway(before.network(), before.port(), snat, before.fixedIps());
        }
        Network network = networks.find(before.network()).orElseThrow(() -> Kind.NETWORK.notFound(before.network()));
        Port port = ports.lock(before.port()).orElseThrow(() -> Kind.PORT.notFound(before.port()));
        Port next = devices.readdress(network, port, wishes);
        return new Gateway(network.id(), port.id(), snat, next.fixedIps());
    }

    /** After the router was saved without it. */
    void close(Gateway gateway) {
        ports.lock(gateway.port()).ifPresent(devices::remove);
    }

    void checkNoFloatingIps(UUID router, UUID network) {
        if (!floatingIps.through(router).isEmpty()) {
            throw new CloudException(
                    NetworkError.ROUTER_EXTERNAL_GATEWAY_IN_USE_BY_FLOATING_IP,
                    ("Gateway cannot be updated for router %s, since a gateway to external network %s is required by one "
                                    + "or more floating IPs.")
                            .formatted(router, network));
        }
    }
}
