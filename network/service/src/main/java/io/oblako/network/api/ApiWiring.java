package io.oblako.network.api;

import io.oblako.network.api.ListReader.PartsFilter;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.NetworkLifecycle;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.SubnetLifecycle;
import io.oblako.network.domain.network.SubnetPool;
import io.oblako.network.domain.network.SubnetPoolLifecycle;
import io.oblako.network.domain.network.SubnetPools;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.PortLifecycle;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIpLifecycle;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.PortForwardingLifecycle;
import io.oblako.network.domain.router.PortForwardings;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.router.RouterLifecycle;
import io.oblako.network.domain.router.Routers;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroupLifecycle;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRuleLifecycle;
import io.oblako.network.domain.security.SecurityRules;
import io.oblako.network.wiring.NetworkConfig;
import io.oblako.web.auth.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** Makes an endpoint of each kind: attribute table, catalog and lifecycle put together. */
@ApplicationScoped
class ApiWiring {

    private final CurrentCaller caller;
    private final Clock clock;
    private final NetworkConfig config;

    ApiWiring(CurrentCaller caller, Clock clock, NetworkConfig config) {
        this.caller = caller;
        this.clock = clock;
        this.config = config;
    }

    private <T extends Resource<T>> Endpoint<T> endpoint(
            Attributes<T> attributes, Map<String, PartsFilter> parts, Catalog<T> catalog, Lifecycle<T> lifecycle) {
        return new Endpoint<>(
                attributes, new ListReader<>(attributes, parts), catalog, lifecycle, caller, clock, config.url());
    }

    @Produces
    @Singleton
    Endpoint<Network> networks(Networks networks, NetworkLifecycle lifecycle) {
        return endpoint(NetworkAttributes.table(config.zones()), Map.of(), networks, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Subnet> subnets(Subnets subnets, SubnetLifecycle lifecycle) {
        return endpoint(SubnetAttributes.table(), Map.of(), subnets, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<SubnetPool> pools(SubnetPools pools, SubnetPoolLifecycle lifecycle) {
        return endpoint(SubnetPoolAttributes.table(), Map.of(), pools, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Port> ports(Ports ports, PortLifecycle lifecycle) {
        return endpoint(PortAttributes.table(), PortAttributes.partsFilters(), ports, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<SecurityGroup> groups(SecurityGroups groups, SecurityGroupLifecycle lifecycle) {
        return endpoint(SecurityAttributes.groups(SecurityAttributes.rules()), Map.of(), groups, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<SecurityRule> rules(SecurityRules rules, SecurityRuleLifecycle lifecycle) {
        return endpoint(SecurityAttributes.rules(), Map.of(), rules, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Router> routers(Routers routers, RouterLifecycle lifecycle) {
        return endpoint(RouterAttributes.table(config.zones()), RouterAttributes.partsFilters(), routers, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<FloatingIp> floatingIps(FloatingIps floatingIps, FloatingIpLifecycle lifecycle) {
        return endpoint(FloatingIpAttributes.table(), Map.of(), floatingIps, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<PortForwarding> forwardings(PortForwardings forwardings, PortForwardingLifecycle lifecycle) {
        return endpoint(FloatingIpAttributes.forwardings(), Map.of(), forwardings, lifecycle);
    }

    @Produces
    @Singleton
    Endpoints tagged(
            Endpoint<Network> networks,
            Endpoint<Subnet> subnets,
            Endpoint<SubnetPool> pools,
            Endpoint<Port> ports,
            Endpoint<SecurityGroup> groups,
            Endpoint<Router> routers,
            Endpoint<FloatingIp> floatingIps) {
        return new Endpoints(Map.of(
                Kind.NETWORK.path(),
                networks,
                Kind.SUBNET.path(),
                subnets,
                Kind.SUBNET_POOL.path(),
                pools,
                Kind.PORT.path(),
                ports,
                Kind.SECURITY_GROUP.path(),
                groups,
                Kind.ROUTER.path(),
                routers,
                Kind.FLOATING_IP.path(),
                floatingIps));
    }
}
