package io.oblako.network.domain.network;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.AddressRange;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.quota.Quotas;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of subnets. A network is locked while its subnets change, so two never overlap. */
public final class SubnetLifecycle implements Lifecycle<Subnet> {

    private final Networks networks;
    private final Subnets subnets;
    private final SubnetPrefixes prefixes;
    private final Ipam ipam;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public SubnetLifecycle(
            Networks networks,
            Subnets subnets,
            SubnetPrefixes prefixes,
            Ipam ipam,
            Quotas quotas,
            Changes changes,
            Stamp stamp) {
        this.networks = networks;
        this.subnets = subnets;
        this.prefixes = prefixes;
        this.ipam = ipam;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public Subnet create(Viewer viewer, Values asked) {
        Network network = networks.requireLocked(viewer, asked.id("network_id"));
        viewer.requireOwner(network, "create_subnet");
        Standard standard = stamp.born(asked);
        quotas.reserve(Kind.SUBNET, standard.project(), 1);
        List<Subnet> siblings = subnets.of(network.id());
        SubnetPrefixes.Choice choice = prefixes.choose(viewer, asked);
        Cidr cidr = choice.cidr();
        Values wanted = asked.with("subnetpool_id", choice.pool());
        SubnetPlan.checkCidr(cidr, cidr.version(), siblings);
        SubnetPlan.checkModes(wanted, cidr);
        Ip gateway = SubnetPlan.gateway(wanted, cidr);
        Subnet subnet = Subnet.of(standard, wanted, cidr, gateway, SubnetPlan.pools(wanted, cidr, gateway));
        SubnetPlan.checkVersions(subnet);
        subnets.add(subnet);
        touch(network);
        changes.changed(subnet);
        return subnet;
    }

    @Override
    public Subnet change(Viewer viewer, Subnet current, Values wanted) {
        viewer.requireOwner(current, "update_subnet");
        lockNetwork(current);
        Ip gateway = wanted.optional("gateway_ip", Ip.class);
        List<AddressRange> pools = wanted.list("allocation_pools", AddressRange.class);
        if (wanted.given("gateway_ip") && gateway != null) {
            SubnetPlan.checkGateway(gateway, current.cidr());
        }
        checkGatewayUnused(current, gateway);
        pools = SubnetPlan.checkedPools(pools, current.cidr(), gateway);
        Subnet next = Subnet.of(stamp.changed(current.standard(), wanted), wanted, current.cidr(), gateway, pools);
        if (current.raMode() != null && !next.dhcp()) {
            throw SubnetPlan.invalid("enable_dhcp cannot be False while ipv6_ra_mode or ipv6_address_mode is set");
        }
        SubnetPlan.checkVersions(next);
        return save(next);
    }

    @Override
    public Subnet save(Subnet next) {
        Subnet saved = subnets.save(next);
        changes.changed(saved);
        return saved;
    }

    /** A router's interface has the gateway's address: it would lead nowhere. */
    private void checkGatewayUnused(Subnet current, @Nullable Ip gateway) {
        Ip before = current.gateway();
        if (before == null || before.equals(gateway)) {
            return;
        }
        UUID holder = ipam.routerPortAt(current.id(), before);
        if (holder != null) {
            throw new CloudException(
                    NetworkError.GATEWAY_IP_IN_USE,
                    "Current gateway ip %s already in use by port %s. Unable to update.".formatted(before, holder));
        }
    }

    @Override
    public void delete(Viewer viewer, Subnet current) {
        viewer.requireOwner(current, "delete_subnet");
        Network network = lockNetwork(current);
        if (ipam.inUse(current.id())) {
            throw new CloudException(
                    NetworkError.SUBNET_IN_USE,
                    ("Unable to complete operation on subnet %s: One or more ports have an IP allocation from this "
                                    + "subnet.")
                            .formatted(current.id()));
        }
        subnets.remove(current);
        changes.gone(Kind.SUBNET, current.id());
        touch(network);
    }

    private Network lockNetwork(Subnet subnet) {
        return networks.lock(subnet.network()).orElseThrow(() -> Kind.NETWORK.notFound(subnet.network()));
    }

    /** The list of subnets is part of the network's fact, so its revision counts up. */
    private void touch(Network network) {
        networks.save(stamp.touched(network));
        networks.find(network.id()).ifPresent(changes::changed);
    }
}
