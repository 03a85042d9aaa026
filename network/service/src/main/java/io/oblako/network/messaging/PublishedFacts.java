package io.oblako.network.messaging;

import io.oblako.messaging.Outbox;
import io.oblako.messaging.Topic;
import io.oblako.network.contracts.FloatingIpFact;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.PortRefusals;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.Router;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.share.Shares;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts about what has changed, through the outbox. */
@ApplicationScoped
class PublishedFacts implements Changes, PortRefusals {

    private static final int AT_ONCE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Outbox outbox;
    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;
    private final FloatingIps floatingIps;

    PublishedFacts(Outbox outbox, Networks networks, Subnets subnets, Ports ports, FloatingIps floatingIps) {
        this.floatingIps = floatingIps;
        this.outbox = outbox;
        this.networks = networks;
        this.subnets = subnets;
        this.ports = ports;
    }

    @Override
    public void changed(Network network) {
        outbox.add(NetworkTopics.NETWORKS, network.id().toString(), fact(network));
    }

    @Override
    public void changed(Subnet subnet) {
        Network network = networks.find(subnet.network()).orElse(null);
        if (network == null) {
            return;
        }
        List<Subnet> siblings = subnets.of(network.id());
        List<Port> some = ports.ofSubnet(subnet.id(), FIRST, AT_ONCE);
        while (!some.isEmpty()) {
            publish(some, network, siblings);
            some = ports.ofSubnet(subnet.id(), some.getLast().id(), AT_ONCE);
        }
    }

    @Override
    public void changed(Port port) {
        networks.find(port.network()).ifPresent(network -> publish(List.of(port), network, subnets.of(network.id())));
    }

    private void publish(List<Port> some, Network network, List<Subnet> siblings) {
        Map<UUID, List<FloatingIp>> leading = floatingIps
                .toPorts(some.stream().map(Port::id).toList())
                .stream()
                .collect(Collectors.groupingBy(ip -> Objects.requireNonNull(ip.port())));
        some.forEach(port -> outbox.add(
                NetworkTopics.PORTS,
                port.id().toString(),
                fact(port, network.mtu(), siblings, leading.getOrDefault(port.id(), List.of()))));
    }

    @Override
    public void changed(SecurityGroup group) {
        outbox.add(
                NetworkTopics.SECURITY_GROUPS,
                group.id().toString(),
                new SecurityGroupFact(
                        group.id(),
                        group.project().value(),
                        group.standard().name(),
                        group.standard().revision(),
                        group.standard().description()));
    }

    @Override
    public void changed(Router router) {
        // Servers know ports, not what lies between networks.
    }

    @Override
    public void changed(FloatingIp floatingIp) {
        Ip fixed = floatingIp.fixed();
        outbox.add(
                NetworkTopics.FLOATING_IPS,
                floatingIp.id().toString(),
                new FloatingIpFact(
                        floatingIp.id(),
                        floatingIp.project().value(),
                        floatingIp.address().toString(),
                        floatingIp.port(),
                        fixed == null ? null : fixed.toString(),
                        floatingIp.standard().revision(),
                        floatingIp.network()));
    }

    @Override
    public void changed(Kind kind, UUID id) {
        // No other service hears of it.
    }

    @Override
    public void refused(NetworkOrder.CreatePort order, String reason) {
        outbox.add(
                NetworkTopics.PORTS,
                order.port().toString(),
                new PortFact(
                        order.port(),
                        order.project(),
                        "",
                        order.network(),
                        "",
                        List.of(),
                        order.deviceId(),
                        order.deviceOwner(),
                        "",
                        order.epoch(),
                        PortFact.Status.ERROR,
                        reason,
                        true,
                        true,
                        Set.of(),
                        List.of(),
                        "",
                        0,
                        List.of(),
                        List.of(),
                        order.requestId(),
                        0));
    }

    @Override
    public void gone(Kind kind, UUID id) {
        Topic<?> topic = topic(kind);
        if (topic != null) {
            outbox.tombstone(topic, id.toString());
        }
    }

    /** Absent for kinds that no other service hears of. */
    private static @Nullable Topic<?> topic(Kind kind) {
        return switch (kind) {
            case NETWORK -> NetworkTopics.NETWORKS;
            case PORT -> NetworkTopics.PORTS;
            case SECURITY_GROUP -> NetworkTopics.SECURITY_GROUPS;
            case FLOATING_IP -> NetworkTopics.FLOATING_IPS;
            case SUBNET,
                    SUBNET_POOL,
                    SECURITY_GROUP_RULE,
                    ROUTER,
                    PORT_FORWARDING,
                    ADDRESS_GROUP,
                    ADDRESS_SCOPE,
                    RBAC_POLICY,
                    QOS_POLICY,
                    BANDWIDTH_LIMIT_RULE,
                    DSCP_MARKING_RULE,
                    MINIMUM_BANDWIDTH_RULE,
                    TRUNK,
                    LOG -> null;
        };
    }

    static NetworkFact fact(Network network) {
        Set<String> single = new TreeSet<>(network.sharedWith());
        boolean everybody = single.remove(Shares.EVERYBODY);
        return new NetworkFact(
                network.id(),
                network.project().value(),
                network.standard().name(),
                network.mtu(),
                network.external(),
                everybody,
                single,
                network.adminStateUp(),
                network.portSecurity(),
                network.subnets(),
                network.standard().revision());
    }

    static PortFact fact(Port port, int mtu, List<Subnet> siblings, List<FloatingIp> leading) {
        Set<UUID> used = port.fixedIps().stream().map(FixedIp::subnet).collect(Collectors.toSet());
        return new PortFact(
                port.id(),
                port.project().value(),
                port.standard().name(),
                port.network(),
                port.mac().text(),
                port.fixedIps().stream()
                        .map(ip ->
                                new PortFact.FixedIp(ip.subnet(), ip.address().toString()))
                        .toList(),
                port.deviceId(),
                port.deviceOwner(),
                port.binding().host(),
                port.binding().epoch(),
                PortFact.Status.valueOf(port.status()),
                port.failure(),
                port.adminStateUp(),
                port.portSecurity(),
                Set.copyOf(port.securityGroups()),
                port.standard().tags(),
                port.dnsName(),
                mtu,
                siblings.stream()
                        .filter(subnet -> used.contains(subnet.id()))
                        .map(PublishedFacts::forGuest)
                        .toList(),
                leading.stream()
                        .map(ip -> new PortFact.FloatingIp(
                                String.valueOf(ip.fixed()), ip.address().toString()))
                        .toList(),
                port.createdBy(),
                port.standard().revision());
    }

    private static PortFact.Subnet forGuest(Subnet subnet) {
        Ipv6Mode mode = subnet.addressMode() == null ? subnet.raMode() : subnet.addressMode();
        return new PortFact.Subnet(
                subnet.id(),
                subnet.cidr().toString(),
                subnet.cidr().version(),
                subnet.gateway() == null ? null : String.valueOf(subnet.gateway()),
                subnet.dnsNameservers().stream().map(Object::toString).toList(),
                subnet.hostRoutes().stream()
                        .map(route -> new PortFact.Route(
                                route.destination().toString(), route.nextHop().toString()))
                        .toList(),
                subnet.dhcp(),
                mode == null ? null : mode.word());
    }
}
