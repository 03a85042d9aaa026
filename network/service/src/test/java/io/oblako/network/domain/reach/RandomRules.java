package io.oblako.network.domain.reach;

import io.oblako.network.domain.Standard;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Rules as the API takes them, and payloads, both of few values, so that they often meet. Everything follows from the
 * seed.
 */
public final class RandomRules {

    private static final List<String> PROTOCOLS =
            List.of("tcp", "tcp", "6", "udp", "17", "sctp", "132", "icmp", "1", "gre", "47", "vrrp", "0", "ip", "255");
    private static final List<String> PROTOCOLS_OF_SIX = List.of("icmpv6", "ipv6-icmp", "58", "ipv6-nonxt");
    private static final List<Integer> PORTS = List.of(22, 53, 67, 68, 80, 81, 443, 546, 547, 8000, 65_535);
    private static final List<Integer> TYPES = List.of(0, 3, 8, 128, 129, 133, 134, 135, 136);
    private static final List<Integer> NUMBERS = List.of(1, 2, 47, 50, 58, 112, 255);

    private final Random random;
    private final Supplier<Standard> standards;

    /** @param standards standard parts of new things */
    RandomRules(Random random, Supplier<Standard> standards) {
        this.random = random;
        this.standards = standards;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** What rules may name as the other end. */
    record Remotes(List<String> prefixes, List<String> prefixesOfSix, List<UUID> groups, List<UUID> addressGroups) {}

    SecurityGroup group(Standard standard, Remotes remotes) {
        List<SecurityRule> rules = new ArrayList<>();
        if (chance(40)) {
            rules.addAll(outward(standard.id()));
        }
        for (int left = random.nextInt(7); left > 0; left--) {
            SecurityRule rule = rule(standard.id(), remotes);
            if (rules.stream().noneMatch(rule::same)) {
                rules.add(rule);
            }
        }
        return new SecurityGroup(standard, chance(75), rules);
    }

    /** What new groups have. */
    private List<SecurityRule> outward(UUID group) {
        return Stream.of(EtherType.values())
                .map(type -> new SecurityRule(
                        standards.get(), group, Direction.EGRESS, type, null, null, null, null, null, null))
                .toList();
    }

    private SecurityRule rule(UUID group, Remotes remotes) {
        EtherType type = chance(60) ? EtherType.IPV4 : EtherType.IPV6;
        String protocol = chance(30) ? null : one(type == EtherType.IPV6 && chance(25) ? PROTOCOLS_OF_SIX : PROTOCOLS);
        Integer from = null;
        Integer to = null;
        if (protocol != null && Set.of("tcp", "6", "udp", "17", "sctp", "132").contains(protocol) && chance(70)) {
            from = one(PORTS);
            to = Math.min(65_535, from + one(List.of(0, 0, 1, 20, 65_535)));
        } else if (protocol != null && speaksOfTypes(protocol, type) && chance(60)) {
            from = one(TYPES);
            to = chance(50) ? null : random.nextInt(2);
        }
        String prefix = null;
        UUID remote = null;
        UUID addresses = null;
        switch (random.nextInt(4)) {
            case 0 -> prefix = one(type == EtherType.IPV4 ? remotes.prefixes : remotes.prefixesOfSix);
            case 1 -> remote = one(remotes.groups);
            case 2 -> addresses = chance(60) ? one(remotes.addressGroups) : null;
            default -> {}
        }
        Direction direction = chance(65) ? Direction.INGRESS : Direction.EGRESS;
        return new SecurityRule(standards.get(), group, direction, type, protocol, from, to, prefix, remote, addresses);
    }

    private static boolean speaksOfTypes(String protocol, EtherType type) {
        return switch (protocol) {
            case "icmp", "1" -> true;
            case "icmpv6", "ipv6-icmp", "58" -> type == EtherType.IPV6;
            default -> false;
        };
    }

    Payload payload(int version) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new Payload.Segment(Payload.TCP, 50_000, one(PORTS));
            case 3, 4 -> new Payload.Segment(Payload.UDP, chance(60) ? 50_000 : one(PORTS), one(PORTS));
            case 5 -> chance(50) ? new Payload.Segment(Payload.SCTP, 50_000, one(PORTS)) : plain(version);
            default ->
                chance(40)
                        ? Payload.Message.echo(version)
                        : new Payload.Message(
                                version == 4 ? Payload.ICMP : Payload.ICMP_V6, one(TYPES), random.nextInt(2));
        };
    }

    private Payload plain(int version) {
        Set<Integer> numbers = new HashSet<>(NUMBERS);
        numbers.remove(version == 4 ? Payload.ICMP : Payload.ICMP_V6);
        return new Payload.Plain(one(numbers.stream().sorted().toList()));
    }
}
