package io.oblako.network.wiring;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.log.FlowLogTie;
import io.oblako.network.domain.network.AddressScopeLifecycle;
import io.oblako.network.domain.network.Ipam;
import io.oblako.network.domain.network.NetworkLifecycle;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.SubnetLifecycle;
import io.oblako.network.domain.network.SubnetPoolLifecycle;
import io.oblako.network.domain.network.SubnetPools;
import io.oblako.network.domain.network.SubnetPrefixes;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.FloatingIpMoves;
import io.oblako.network.domain.port.FollowOrders;
import io.oblako.network.domain.port.PortLifecycle;
import io.oblako.network.domain.port.PortRefusals;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.project.ForgetProject;
import io.oblako.network.domain.project.GoneProjects;
import io.oblako.network.domain.qos.QosUse;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.router.FloatingIpTie;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.DefaultGroup;
import io.oblako.network.domain.security.FollowGroupOrders;
import io.oblako.network.domain.security.PortGroups;
import io.oblako.network.domain.security.SecurityGroupLifecycle;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.security.SecurityRuleLifecycle;
import io.oblako.network.domain.security.SecurityRules;
import io.oblako.network.domain.trunk.TrunkTie;
import io.oblako.web.config.ServiceName;
import io.oblako.web.wiring.ServiceTopics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Makes the domain's objects. */
@ApplicationScoped
class NetworkWiring {

    @Produces
    @Singleton
    static ServiceName name() {
        return new ServiceName("network", "network");
    }

    @Produces
    @Singleton
    static ServiceTopics topics() {
        return new ServiceTopics(List.of(
                ComputeTopics.DESIRED,
                NetworkTopics.NETWORKS,
                NetworkTopics.PORTS,
                NetworkTopics.SECURITY_GROUPS,
                NetworkTopics.FLOATING_IPS,
                NetworkTopics.ORDERS));
    }

    @Produces
    @Singleton
    static Stamp stamp(Clock clock) {
        return new Stamp(clock, UUID::randomUUID);
    }

    @Produces
    @Singleton
    static NetworkLifecycle networks(
            Networks networks,
            Subnets subnets,
            QosUse qos,
            Quotas quotas,
            Changes changes,
            Stamp stamp,
            NetworkConfig config) {
        return new NetworkLifecycle(networks, subnets, qos, quotas, changes, stamp, config.mtu());
    }

    @Produces
    @Singleton
    static SubnetPrefixes prefixes(SubnetPools pools, Subnets subnets) {
        return new SubnetPrefixes(pools, subnets);
    }

    @Produces
    @Singleton
    static SubnetLifecycle subnets(
            Networks networks,
            Subnets subnets,
            SubnetPrefixes prefixes,
            Ipam ipam,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        return new SubnetLifecycle(networks, subnets, prefixes, ipam, quotas, changes, stamp);
    }

    @Produces
    @Singleton
    static SubnetPoolLifecycle pools(
            SubnetPools pools,
            Subnets subnets,
            AddressScopeLifecycle scopes,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        return new SubnetPoolLifecycle(pools, subnets, scopes, quotas, changes, stamp);
    }

    @Produces
    @Singleton
    static PortLifecycle.Reach reach(
            Networks networks,
            Subnets subnets,
            Ipam ipam,
            QosUse qos,
            FloatingIpTie floatingIps,
            TrunkTie trunks,
            FlowLogTie logs) {
        return new PortLifecycle.Reach(networks, subnets, ipam, qos, List.of(trunks, floatingIps, logs));
    }

    @Produces
    @Singleton
    static PortLifecycle ports(
            Ports ports, PortLifecycle.Reach reach, PortGroups groups, Quotas quotas, Changes changes, Stamp stamp) {
        return new PortLifecycle(ports, reach, groups, quotas, changes, stamp, new SecureRandom());
    }

    @Produces
    @Singleton
    static FollowOrders orders(
            Ports ports,
            PortLifecycle lifecycle,
            PortRefusals refusals,
            Changes changes,
            FloatingIpMoves floatingIps,
            Stamp stamp) {
        return new FollowOrders(ports, lifecycle, refusals, changes, floatingIps, stamp);
    }

    @Produces
    @Singleton
    static DefaultGroup defaultGroup(SecurityGroups groups, SecurityRules rules, Changes changes, Stamp stamp) {
        return new DefaultGroup(groups, rules, changes, stamp);
    }

    @Produces
    @Singleton
    static PortGroups portGroups(SecurityGroups groups, DefaultGroup standard) {
        return new PortGroups(groups, standard);
    }

    @Produces
    @Singleton
    static SecurityGroupLifecycle groups(
            SecurityGroups groups,
            SecurityRules rules,
            DefaultGroup standard,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        return new SecurityGroupLifecycle(groups, rules, standard, quotas, changes, stamp);
    }

    @Produces
    @Singleton
    static FollowGroupOrders groupOrders(
            SecurityGroups groups,
            SecurityGroupLifecycle lifecycle,
            DefaultGroup standard,
            Changes changes,
            Stamp stamp) {
        return new FollowGroupOrders(groups, lifecycle, standard, changes, stamp);
    }

    @Produces
    @Singleton
    static ForgetProject forget(
            GoneProjects gone, SecurityGroups groups, SecurityGroupLifecycle lifecycle, Quotas quotas) {
        return new ForgetProject(gone, groups, lifecycle, quotas);
    }

    @Produces
    @Singleton
    static SecurityRuleLifecycle rules(
            SecurityGroups groups,
            SecurityRules rules,
            AddressGroups addressGroups,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        return new SecurityRuleLifecycle(groups, rules, addressGroups, quotas, changes, stamp);
    }
}
