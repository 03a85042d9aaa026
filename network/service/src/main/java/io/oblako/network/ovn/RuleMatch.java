package io.oblako.network.ovn;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.security.Protocols;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * From rules of security groups to OVN's match expressions. Rules that differ in their ports only become one, then
 * those that differ in their remotes only. Every match says everything: a rule that cannot be said lets nothing through
 * (security row NET-08). Pure.
 *
 * @see <a href="https://www.ovn.org/support/dist-docs-branch-23.03/ovn-sb.5.html">ovn-sb(5), Logical_Flow, match</a>
 */
final class RuleMatch {

    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP_V6 = 58;
    private static final int SCTP = 132;

    /** All addresses: it swallows every other remote. */
    private static final String ANY = "";

    private RuleMatch() {}

    /** What one ACL lets through. */
    record Compiled(Direction direction, String match) {}

    /** What rules must have in common to become one. */
    private record Side(Direction direction, EtherType etherType) implements Comparable<Side> {
        @Override
        public int compareTo(Side other) {
            int byDirection = direction.compareTo(other.direction);
            return byDirection == 0 ? etherType.compareTo(other.etherType) : byDirection;
        }
    }

    /** What a rule says about the packet itself: words that stand for all protocols, one, or ports of one. */
    private record What(String protocol, Set<String> alternatives) {}

    /**
     * The matches of a group's rules, in an order that depends on the rules alone.
     *
     * @param portGroup its name in OVN
     */
    static List<Compiled> compile(Collection<SecurityRule> rules, String portGroup) {
        Map<Side, Map<String, Map<String, SortedSet<String>>>> ports = new TreeMap<>();
        for (SecurityRule rule : rules) {
            what(rule)
                    .ifPresent(what -> ports.computeIfAbsent(
                                    new Side(rule.direction(), rule.etherType()), _ -> new TreeMap<>())
                            .computeIfAbsent(remote(rule), _ -> new TreeMap<>())
                            .computeIfAbsent(what.protocol, _ -> new TreeSet<>())
                            .addAll(what.alternatives));
        }
        List<Compiled> compiled = new ArrayList<>();
        ports.forEach((side, byRemote) -> merged(byRemote)
                .forEach((what, remotes) ->
                        compiled.add(new Compiled(side.direction, match(side, portGroup, what, remotes)))));
        return compiled;
    }

    /** From protocols and ports by remote to remotes by protocols and ports. */
    private static Map<String, Set<String>> merged(Map<String, Map<String, SortedSet<String>>> byRemote) {
        Map<String, Set<String>> remotes = new TreeMap<>();
        byRemote.forEach((remote, protocols) -> protocols.forEach(
                (protocol, alternatives) -> remotes.computeIfAbsent(words(protocol, alternatives), _ -> new TreeSet<>())
                        .add(remote)));
        return remotes;
    }

    /** An empty alternative is the whole protocol, whatever the others say. */
    private static String words(String protocol, SortedSet<String> alternatives) {
        if (alternatives.contains("")) {
            return protocol;
        }
        List<String> single = alternatives.stream()
                .filter(one -> one.startsWith("="))
                .map(one -> one.substring(1))
                .toList();
        List<String> either = new ArrayList<>(
                alternatives.stream().filter(one -> !one.startsWith("=")).toList());
        if (!single.isEmpty()) {
            String all = single.size() == 1 ? single.getFirst() : "{" + String.join(", ", single) + "}";
            either.addFirst(protocol + ".dst == " + all);
        }
        String joined = either.size() == 1
                ? either.getFirst()
                : either.stream().map(one -> "(" + one + ")").collect(Collectors.joining(" || ", "(", ")"));
        return protocol + " && " + joined;
    }

    private static String match(Side side, String portGroup, String what, Set<String> remotes) {
        boolean in = side.direction == Direction.INGRESS;
        int version = side.etherType.version();
        StringBuilder match = new StringBuilder(in ? "outport == @" : "inport == @")
                .append(portGroup)
                .append(" && ip")
                .append(version);
        if (!remotes.contains(ANY)) {
            match.append(" && ip").append(version).append(in ? ".src == " : ".dst == ");
            match.append(remotes.size() == 1 ? remotes.iterator().next() : "{" + String.join(", ", remotes) + "}");
        }
        if (!what.isEmpty()) {
            match.append(" && ").append(what);
        }
        return match.toString();
    }

    private static String remote(SecurityRule rule) {
        int version = rule.etherType().version();
        UUID group = rule.remoteGroup();
        if (group != null) {
            return "$" + NbNames.groupName(group) + "_ip" + version;
        }
        UUID addresses = rule.remoteAddressGroup();
        if (addresses != null) {
            return "$" + NbNames.addressSetName(addresses, version);
        }
        Cidr prefix = rule.remote();
        return prefix == null || prefix.length() == 0 ? ANY : prefix.toString();
    }

    /** Empty when OVN has no words for it. */
    private static Optional<What> what(SecurityRule rule) {
        Integer named = Protocols.number(rule.protocol(), rule.etherType());
        if (named == null || named == 0) {
            return Optional.of(new What("", Set.of("")));
        }
        return switch (named) {
            case TCP -> Optional.of(ports("tcp", rule));
            case UDP -> Optional.of(ports("udp", rule));
            case SCTP -> Optional.of(ports("sctp", rule));
            case ICMP -> Optional.of(icmp("icmp4", rule));
            case ICMP_V6 -> rule.etherType() == EtherType.IPV6 ? Optional.of(icmp("icmp6", rule)) : number(named, rule);
            default -> number(named, rule);
        };
    }

    /** Of such protocols OVN knows no more than their numbers. */
    private static Optional<What> number(int protocol, SecurityRule rule) {
        return rule.portMin() == null ? Optional.of(new What("ip.proto == " + protocol, Set.of(""))) : Optional.empty();
    }

    /** A single port is written {@code =port}: these become one set. */
    private static What ports(String protocol, SecurityRule rule) {
        Integer min = rule.portMin();
        Integer max = rule.portMax();
        if (min == null || max == null) {
            return new What(protocol, Set.of(""));
        }
        return new What(
                protocol,
                Set.of(
                        Objects.equals(min, max)
                                ? "=" + min
                                : "%s.dst >= %d && %s.dst <= %d".formatted(protocol, min, protocol, max)));
    }

    private static What icmp(String protocol, SecurityRule rule) {
        Integer type = rule.portMin();
        Integer code = rule.portMax();
        if (type == null) {
            return new What(protocol, Set.of(""));
        }
        String match = "%s.type == %d".formatted(protocol, type);
        return new What(
                protocol, Set.of(code == null ? match : "%s && %s.code == %d".formatted(match, protocol, code)));
    }
}
