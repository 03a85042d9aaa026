package io.oblako.network.messaging;

import io.oblako.messaging.Outbox;
import io.oblako.messaging.Topic;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.NetworkTopics;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Networks;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.network.Subnets;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.share.Shares;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts about what has changed, through the outbox. */
@ApplicationScoped
class PublishedFacts implements Changes {

    private static final int AT_ONCE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Outbox outbox;
    private final Networks networks;
    private final Subnets subnets;
    private final Ports ports;

    PublishedFacts(Outbox outbox, Networks networks, Subnets subnets, Ports ports) {
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
            some.forEach(port -> publish(port, network, siblings));
            some = ports.ofSubnet(subnet.id(), some.getLast().id(), AT_ONCE);
        }
    }

    @Override
    public void changed(Port port) {
        networks.find(port.network()).ifPresent(network -> publish(port, network, subnets.of(network.id())));
    }

    private void publish(Port port, Network network, List<Subnet> siblings) {
        outbox.add(NetworkTopics.PORTS, port.id().toString(), fact(port, network.mtu(), siblings));
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
                        group.standard().revision()));
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
            case SUBNET, SUBNET_POOL, SECURITY_GROUP_RULE -> null;
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

    static PortFact fact(Port port, int mtu, List<Subnet> siblings) {
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
                List.of(),
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
