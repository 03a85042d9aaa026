package io.oblako.network.wiring;

import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.network.AddressScope;
import io.oblako.network.domain.network.AddressScopeLifecycle;
import io.oblako.network.domain.network.AddressScopes;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.NetworkLifecycle;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.SubnetPool;
import io.oblako.network.domain.network.SubnetPoolLifecycle;
import io.oblako.network.domain.network.SubnetPools;
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.MinimumBandwidth;
import io.oblako.network.domain.qos.QosPolicies;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.qos.QosPolicyLifecycle;
import io.oblako.network.domain.qos.QosRuleLifecycle;
import io.oblako.network.domain.qos.QosUse;
import io.oblako.network.domain.quota.Quotas;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.AddressGroupLifecycle;
import io.oblako.network.domain.security.AddressGroups;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityGroupLifecycle;
import io.oblako.network.domain.security.SecurityGroups;
import io.oblako.network.domain.share.RbacPolicies;
import io.oblako.network.domain.share.RbacPolicyLifecycle;
import io.oblako.network.domain.share.Shareable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the domain's objects about what several projects have in common: address groups, scopes, QoS, sharing. */
@ApplicationScoped
class SharingWiring {

    @Produces
    @Singleton
    static AddressGroupLifecycle addressGroups(AddressGroups groups, Changes changes, Stamp stamp) {
        return new AddressGroupLifecycle(groups, changes, stamp);
    }

    @Produces
    @Singleton
    static AddressScopeLifecycle addressScopes(AddressScopes scopes, Changes changes, Stamp stamp) {
        return new AddressScopeLifecycle(scopes, changes, stamp);
    }

    @Produces
    @Singleton
    static QosUse qos(QosPolicies policies) {
        return new QosUse(policies);
    }

    @Produces
    @Singleton
    static QosPolicyLifecycle policies(QosPolicies policies, Changes changes, Stamp stamp) {
        return new QosPolicyLifecycle(policies, changes, stamp);
    }

    @Produces
    @Singleton
    static QosRuleLifecycle<BandwidthLimit> limits(
            Catalog<BandwidthLimit> rules, QosPolicies policies, QosPolicyLifecycle lifecycle, Stamp stamp) {
        return QosRuleLifecycle.limits(rules, policies, lifecycle, stamp);
    }

    @Produces
    @Singleton
    static QosRuleLifecycle<DscpMarking> markings(
            Catalog<DscpMarking> rules, QosPolicies policies, QosPolicyLifecycle lifecycle, Stamp stamp) {
        return QosRuleLifecycle.markings(rules, policies, lifecycle, stamp);
    }

    @Produces
    @Singleton
    static QosRuleLifecycle<MinimumBandwidth> minima(
            Catalog<MinimumBandwidth> rules, QosPolicies policies, QosPolicyLifecycle lifecycle, Stamp stamp) {
        return QosRuleLifecycle.minima(rules, policies, lifecycle, stamp);
    }

    @Produces
    @Singleton
    static Shareable<Network> networks(Networks all, NetworkLifecycle lifecycle) {
        return new Shareable<>(all, lifecycle);
    }

    @Produces
    @Singleton
    static Shareable<SubnetPool> pools(SubnetPools all, SubnetPoolLifecycle lifecycle) {
        return new Shareable<>(all, lifecycle);
    }

    @Produces
    @Singleton
    static Shareable<SecurityGroup> securityGroups(SecurityGroups all, SecurityGroupLifecycle lifecycle) {
        return new Shareable<>(all, lifecycle);
    }

    @Produces
    @Singleton
    static Shareable<AddressGroup> sharedAddressGroups(AddressGroups all, AddressGroupLifecycle lifecycle) {
        return new Shareable<>(all, lifecycle);
    }

    @Produces
    @Singleton
    static Shareable<AddressScope> scopes(AddressScopes all, AddressScopeLifecycle lifecycle) {
        return new Shareable<>(all, lifecycle);
    }

    @Produces
    @Singleton
    static Shareable<QosPolicy> qosPolicies(QosPolicies all, QosPolicyLifecycle lifecycle) {
        return new Shareable<>(all, lifecycle);
    }

    @Produces
    @Singleton
    static RbacPolicyLifecycle rbac(
            RbacPolicies policies, @Any Instance<Shareable<?>> shareable, Quotas quotas, Changes changes, Stamp stamp) {
        return new RbacPolicyLifecycle(policies, shareable.stream().toList(), quotas, changes, stamp);
    }
}
