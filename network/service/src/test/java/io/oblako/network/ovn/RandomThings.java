package io.oblako.network.ovn;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.qos.BandwidthLimit;
import io.oblako.network.domain.qos.DscpMarking;
import io.oblako.network.domain.qos.Flow;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.qos.QosRule;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Things with whatever they may have, by chance. No two have the same revision. */
final class RandomThings {

    private static final Instant THEN = Instant.EPOCH;

    private final Random random;
    private int count;

    RandomThings(Random random) {
        this.random = random;
    }

    /** How many there were. */
    int count() {
        return count;
    }

    QosPolicy policy(UUID id) {
        List<QosRule> rules = new ArrayList<>();
        if (random.nextBoolean()) {
            rules.add(new BandwidthLimit(standard(UUID.randomUUID()), id, Flow.INGRESS, 1 + random.nextInt(9), 0));
        }
        if (random.nextBoolean()) {
            rules.add(new DscpMarking(standard(UUID.randomUUID()), id, random.nextInt(64)));
        }
        return new QosPolicy(standard(id), false, Set.of(), rules);
    }

    AddressGroup addressGroup(UUID id) {
        return new AddressGroup(standard(id), List.of(Cidr.of("10.%d.0.0/16".formatted(random.nextInt(99)))), Set.of());
    }

    FlowLog log(UUID id, @Nullable UUID group, @Nullable UUID port) {
        return new FlowLog(standard(id), random.nextInt(4) > 0, FlowLog.Event.values()[random.nextInt(3)], group, port);
    }

    Standard standard(UUID id) {
        count++;
        return new Standard(id, ProjectId.of("p" + random.nextInt(3)), "n" + count, "", List.of(), THEN, THEN, count);
    }

    Network network(UUID id) {
        boolean physical = random.nextInt(5) == 0;
        return new Network(
                standard(id),
                random.nextInt(5) > 0,
                1442 - random.nextInt(3),
                true,
                new Network.Provider(physical ? "vlan" : "geneve", physical ? "physnet1" : null, 100),
                List.of(),
                Set.of(),
                random.nextInt(5) == 0 ? Set.of("*") : Set.of(),
                List.of(),
                Network.Scopes.NONE,
                null);
    }

    Subnet subnet(UUID id, Network network) {
        boolean six = id.getLeastSignificantBits() % 3 == 0;
        Cidr cidr = Cidr.of(six ? "fd00:%x::/64".formatted(count % 9999) : "10.%d.0.0/24".formatted(count % 200));
        return new Subnet(
                standard(id),
                network.id(),
                cidr,
                random.nextBoolean() ? cidr.base().plus(1) : null,
                List.of(cidr.hosts()),
                random.nextBoolean() ? List.of(Ip.of("9.9.9.9"), Ip.of("fd00::53")) : List.of(),
                List.of(),
                random.nextInt(4) > 0,
                six ? Ipv6Mode.DHCPV6_STATEFUL : null,
                six ? Ipv6Mode.values()[random.nextInt(3)] : null,
                null,
                List.of());
    }

    /** @param named the group that it may name */
    SecurityRule rule(UUID group, @Nullable UUID named) {
        EtherType type = random.nextBoolean() ? EtherType.IPV4 : EtherType.IPV6;
        boolean ports = random.nextBoolean();
        Integer from = ports ? 1 + random.nextInt(50) : null;
        Integer to = from == null ? null : from + (random.nextBoolean() ? 0 : random.nextInt(20));
        UUID remote = random.nextInt(3) == 0 ? named : null;
        String prefix =
                remote != null || random.nextBoolean() ? null : type == EtherType.IPV4 ? "10.1.0.0/16" : "fd01::/32";
        return new SecurityRule(
                standard(UUID.randomUUID()),
                group,
                random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS,
                type,
                ports ? (random.nextBoolean() ? "tcp" : "udp") : null,
                from,
                to,
                prefix,
                remote,
                null);
    }
}
