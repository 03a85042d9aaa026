package io.oblako.network.wiring;

import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.DevicePorts;
import io.oblako.network.domain.port.FloatingIpMoves;
import io.oblako.network.domain.port.PortLifecycle;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.qos.QosUse;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.reach.AskReachability;
import io.oblako.network.domain.reach.CatalogTopology;
import io.oblako.network.domain.reach.Topology;
import io.oblako.network.domain.router.FloatingIpLifecycle;
import io.oblako.network.domain.router.FloatingIpTie;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.FollowFloatingIpOrders;
import io.oblako.network.domain.router.PortForwardingLifecycle;
import io.oblako.network.domain.router.PortForwardings;
import io.oblako.network.domain.router.RouterGateways;
import io.oblako.network.domain.router.RouterInterfaces;
import io.oblako.network.domain.router.RouterLifecycle;
import io.oblako.network.domain.router.Routers;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.SecurityGroups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the domain's objects about routers, floating IPs, and what reaches what by them. */
@ApplicationScoped
class RouterWiring {

    @Produces
    @Singleton
    static FloatingIpTie tie(FloatingIps floatingIps, PortForwardings forwardings, Changes changes, Stamp stamp) {
        return new FloatingIpTie(floatingIps, forwardings, changes, stamp);
    }

    @Produces
    @Singleton
    static DevicePorts devicePorts(PortLifecycle lifecycle, Ports ports, Changes changes, Stamp stamp) {
        return new DevicePorts(lifecycle, ports, changes, stamp);
    }

    @Produces
    @Singleton
    static RouterGateways gateways(
            Networks networks, Subnets subnets, Ports ports, DevicePorts devices, FloatingIps floatingIps) {
        return new RouterGateways(networks, subnets, ports, devices, floatingIps);
    }

    @Produces
    @Singleton
    static RouterLifecycle routers(
            Routers routers,
            RouterGateways gateways,
            Ports ports,
            Subnets subnets,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        return new RouterLifecycle(routers, gateways, ports, subnets, quotas, changes, stamp);
    }

    @Produces
    @Singleton
    static RouterInterfaces.World world(Networks networks, Subnets subnets, Ports ports) {
        return new RouterInterfaces.World(networks, subnets, ports);
    }

    @Produces
    @Singleton
    static RouterInterfaces interfaces(
            Routers routers,
            RouterInterfaces.World world,
            DevicePorts devices,
            FloatingIps floatingIps,
            Changes changes,
            Stamp stamp) {
        return new RouterInterfaces(routers, world, devices, floatingIps, changes, stamp);
    }

    @Produces
    @Singleton
    static FloatingIpLifecycle floatingIps(
            FloatingIps floatingIps,
            Routers routers,
            RouterInterfaces.World world,
            DevicePorts devices,
            QosUse qos,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        return new FloatingIpLifecycle(floatingIps, routers, world, devices, qos, quotas, changes, stamp);
    }

    @Produces
    @Singleton
    static FloatingIpMoves floatingIpMoves(FloatingIps floatingIps, FloatingIpLifecycle lifecycle, Changes changes) {
        return new FollowFloatingIpOrders(floatingIps, lifecycle, changes);
    }

    @Produces
    @Singleton
    static PortForwardingLifecycle forwardings(
            PortForwardings forwardings,
            FloatingIps floatingIps,
            Routers routers,
            RouterInterfaces.World world,
            Changes changes,
            Stamp stamp) {
        return new PortForwardingLifecycle(forwardings, floatingIps, routers, world, changes, stamp);
    }

    @Produces
    @Singleton
    static AskReachability reachability(
            RouterInterfaces.World world,
            Routers routers,
            FloatingIps floatingIps,
            SecurityGroups groups,
            AddressGroups addressGroups) {
        Topology topology = new CatalogTopology(world, routers, floatingIps, groups, addressGroups);
        return new AskReachability(topology, world.ports(), floatingIps);
    }
}
