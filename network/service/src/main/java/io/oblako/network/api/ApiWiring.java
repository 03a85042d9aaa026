package io.oblako.network.api;

import io.oblako.network.api.ListReader.PartsFilter;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.log.FlowLogLifecycle;
import io.oblako.network.domain.log.FlowLogs;
import io.oblako.network.domain.network.AddressScope;
import io.oblako.network.domain.network.AddressScopeLifecycle;
import io.oblako.network.domain.network.AddressScopes;
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
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.MinimumBandwidth;
import io.oblako.network.domain.qos.QosPolicies;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.qos.QosPolicyLifecycle;
import io.oblako.network.domain.qos.QosRuleLifecycle;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIpLifecycle;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.PortForwarding;
import io.oblako.network.domain.router.PortForwardingLifecycle;
import io.oblako.network.domain.router.PortForwardings;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.router.RouterLifecycle;
import io.oblako.network.domain.router.Routers;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.AddressGroupLifecycle;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroupLifecycle;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRuleLifecycle;
import io.oblako.network.domain.security.SecurityRules;
import io.oblako.network.domain.share.RbacPolicies;
import io.oblako.network.domain.share.RbacPolicy;
import io.oblako.network.domain.share.RbacPolicyLifecycle;
import io.oblako.network.domain.trunk.Trunk;
import io.oblako.network.domain.trunk.TrunkLifecycle;
import io.oblako.network.domain.trunk.Trunks;
import io.oblako.network.wiring.NetworkConfig;
import io.oblako.web.auth.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    private <T extends Resource<T>> Endpoint<T> endpoint(
            Attributes<T> attributes, Catalog<T> catalog, Lifecycle<T> lifecycle) {
        return endpoint(attributes, Map.of(), catalog, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Network> networks(Networks networks, NetworkLifecycle lifecycle) {
        return endpoint(NetworkAttributes.table(config.zones()), networks, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Subnet> subnets(Subnets subnets, SubnetLifecycle lifecycle) {
        return endpoint(SubnetAttributes.table(), subnets, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<SubnetPool> pools(SubnetPools pools, SubnetPoolLifecycle lifecycle) {
        return endpoint(SubnetPoolAttributes.table(), pools, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Port> ports(Ports ports, PortLifecycle lifecycle) {
        return endpoint(PortAttributes.table(), PortAttributes.partsFilters(), ports, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<SecurityGroup> groups(SecurityGroups groups, SecurityGroupLifecycle lifecycle) {
        return endpoint(SecurityAttributes.groups(SecurityAttributes.rules()), groups, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<SecurityRule> rules(SecurityRules rules, SecurityRuleLifecycle lifecycle) {
        return endpoint(SecurityAttributes.rules(), rules, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Router> routers(Routers routers, RouterLifecycle lifecycle) {
        return endpoint(RouterAttributes.table(config.zones()), RouterAttributes.partsFilters(), routers, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<FloatingIp> floatingIps(FloatingIps floatingIps, FloatingIpLifecycle lifecycle) {
        return endpoint(FloatingIpAttributes.table(), floatingIps, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<PortForwarding> forwardings(PortForwardings forwardings, PortForwardingLifecycle lifecycle) {
        return endpoint(FloatingIpAttributes.forwardings(), forwardings, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<AddressGroup> addressGroups(AddressGroups groups, AddressGroupLifecycle lifecycle) {
        return endpoint(AddressGroupAttributes.table(), groups, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<AddressScope> scopes(AddressScopes scopes, AddressScopeLifecycle lifecycle) {
        return endpoint(AddressScopeAttributes.table(), scopes, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<RbacPolicy> rbac(RbacPolicies policies, RbacPolicyLifecycle lifecycle) {
        return endpoint(RbacAttributes.table(), policies, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<QosPolicy> qosPolicies(QosPolicies policies, QosPolicyLifecycle lifecycle) {
        return endpoint(QosAttributes.table(), policies, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<BandwidthLimit> limits(Catalog<BandwidthLimit> rules, QosRuleLifecycle<BandwidthLimit> lifecycle) {
        return endpoint(QosAttributes.limits(), rules, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<DscpMarking> markings(Catalog<DscpMarking> rules, QosRuleLifecycle<DscpMarking> lifecycle) {
        return endpoint(QosAttributes.markings(), rules, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<MinimumBandwidth> minima(Catalog<MinimumBandwidth> rules, QosRuleLifecycle<MinimumBandwidth> lifecycle) {
        return endpoint(QosAttributes.minima(), rules, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<Trunk> trunks(Trunks trunks, TrunkLifecycle lifecycle) {
        return endpoint(TrunkAttributes.table(), trunks, lifecycle);
    }

    @Produces
    @Singleton
    Endpoint<FlowLog> logs(FlowLogs logs, FlowLogLifecycle lifecycle) {
        return endpoint(LogAttributes.table(), logs, lifecycle);
    }

    /** Every endpoint whose things have tags. */
    @Produces
    @Singleton
    static Endpoints tagged(@Any Instance<Endpoint<?>> all) {
        return new Endpoints(
                all.stream().filter(Endpoint::tagged).collect(Collectors.toMap(Endpoint::path, Function.identity())));
    }
}
