package io.oblako.network.domain.security;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * IP protocols by the names that Neutron knows.
 *
 * @see <a href="https://www.iana.org/assignments/protocol-numbers/protocol-numbers.xhtml">IANA: protocol numbers</a>
 */
public final class Protocols {

    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("ah", 51),
            Map.entry("dccp", 33),
            Map.entry("egp", 8),
            Map.entry("esp", 50),
            Map.entry("gre", 47),
            Map.entry("hopopt", 0),
            Map.entry("icmp", 1),
            Map.entry("icmpv6", 58),
            Map.entry("igmp", 2),
            Map.entry("ip", 0),
            Map.entry("ipip", 4),
            Map.entry("ipv6-encap", 41),
            Map.entry("ipv6-frag", 44),
            Map.entry("ipv6-icmp", 58),
            Map.entry("ipv6-nonxt", 59),
            Map.entry("ipv6-opts", 60),
            Map.entry("ipv6-route", 43),
            Map.entry("ospf", 89),
            Map.entry("pgm", 113),
            Map.entry("rsvp", 46),
            Map.entry("sctp", 132),
            Map.entry("tcp", 6),
            Map.entry("udp", 17),
            Map.entry("udplite", 136),
            Map.entry("vrrp", 112));

    /** TCP, UDP and SCTP. DCCP and UDP-Lite have ports as well, for which OVN has no words. */
    private static final Set<Integer> WITH_PORTS = Set.of(6, 17, 132);

    private static final Set<Integer> ONLY_SIX = Set.of(41, 43, 44, 58, 59, 60);
    private static final int ICMP = 1;
    private static final int ICMP_V6 = 58;

    private Protocols() {}

    /** Whether it is a name above or a number of 0 to 255. */
    public static boolean known(String protocol) {
        return NUMBERS.containsKey(protocol)
                || (protocol.matches("0|[1-9]\\d{0,2}") && Integer.parseInt(protocol) <= 255);
    }

    /** The number; absent for all protocols. ICMP of IPv6 has another number, so {@code icmp} means that one there. */
    public static @Nullable Integer number(@Nullable String protocol, SecurityRule.EtherType etherType) {
        if (protocol == null) {
            return null;
        }
        Integer named = NUMBERS.get(protocol);
        int number = named == null ? Integer.parseInt(protocol) : named;
        return number == ICMP && etherType == SecurityRule.EtherType.IPV6 ? ICMP_V6 : number;
    }

    /** Whether rules may tell ports of it apart. */
    public static boolean hasPorts(int number) {
        return WITH_PORTS.contains(number);
    }

    static boolean icmp(int number) {
        return number == ICMP || number == ICMP_V6;
    }

    /** Of IPv6 only, by name or number, as in Neutron: a rule about it has that ethertype. */
    static boolean onlySix(String protocol) {
        Integer named = NUMBERS.get(protocol);
        return ONLY_SIX.contains(named == null ? Integer.valueOf(protocol) : named);
    }
}
