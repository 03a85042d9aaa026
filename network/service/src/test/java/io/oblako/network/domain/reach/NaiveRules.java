package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.security.AddressGroup;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What rules permit, said again: all prefixes, numbers and groups are written out, and looked through. */
final class NaiveRules {

    static final Map<String, Integer> NUMBERS = Map.of(
            "tcp",
            6,
            "udp",
            17,
            "sctp",
            132,
            "icmp",
            1,
            "icmpv6",
            58,
            "ipv6-icmp",
            58,
            "gre",
            47,
            "vrrp",
            112,
            "ipv6-nonxt",
            59,
            "ip",
            0);

    private final Map<UUID, SecurityGroup> groups;
    private final Map<UUID, AddressGroup> addressGroups;
    private final Snapshot cloud;

    NaiveRules(Snapshot cloud) {
        this.cloud = cloud;
        this.groups = cloud.securityGroups().stream().collect(Collectors.toMap(SecurityGroup::id, Function.identity()));
        this.addressGroups =
                cloud.addressGroups().stream().collect(Collectors.toMap(AddressGroup::id, Function.identity()));
    }

    static boolean contains(Cidr prefix, Ip ip) {
        BigInteger low = prefix.base().value();
        BigInteger high = low.add(prefix.size());
        return ip.version() == prefix.version()
                && ip.value().compareTo(low) >= 0
                && ip.value().compareTo(high) < 0;
    }

    static boolean isOfLink(Payload payload) {
        return payload instanceof Message(int protocol, int type, int code)
                && protocol == 58
                && code == 0
                && List.of(133, 134, 135, 136).contains(type);
    }

    boolean out(Port port, Packet packet) {
        if (!port.filtered()) {
            return true;
        }
        String to = packet.destination().toString();
        if (packet.payload().equals(new Segment(17, 67, 68)) || packet.payload().equals(new Segment(17, 547, 546))) {
            return false;
        }
        if (isOfLink(packet.payload())) {
            return ((Message) packet.payload()).type() != 134;
        }
        boolean asks = (packet.payload().equals(new Segment(17, 68, 67))
                        && (to.equals("255.255.255.255") || to.equals("169.254.169.254")))
                || (packet.payload().equals(new Segment(17, 546, 547)) && to.equals("ff02::1:2"));
        return asks || !permitting(port, Direction.EGRESS, packet).isEmpty();
    }

    boolean in(Port port, Packet packet) {
        return !port.filtered()
                || isOfLink(packet.payload())
                || !permitting(port, Direction.INGRESS, packet).isEmpty();
    }

    /** Where nothing but rules was asked; what looks like DHCPv6 never is. */
    boolean tracked(Port port, Direction direction, Packet packet) {
        return isOfLink(packet.payload())
                || (!packet.payload().equals(new Segment(17, 546, 547))
                        && permitting(port, direction, packet).stream().allMatch(SecurityGroup::stateful));
    }

    boolean answersOut(Port port, Packet packet) {
        return out(port, packet) && !strange(port, Direction.EGRESS, packet);
    }

    boolean answersIn(Port port, Packet packet) {
        return in(port, packet) && !strange(port, Direction.INGRESS, packet);
    }

    /** The second packet of a handshake, to a firewall that would remember the first one had it seen it. */
    private boolean strange(Port port, Direction direction, Packet packet) {
        return List.of(1, 6, 58, 132).contains(packet.payload().protocol())
                && permitting(port, direction, packet).stream().allMatch(SecurityGroup::stateful);
    }

    private List<SecurityGroup> permitting(Port port, Direction direction, Packet packet) {
        List<SecurityGroup> permitting = new ArrayList<>();
        for (UUID id : port.securityGroups()) {
            for (SecurityRule rule : groups.get(id).rules()) {
                Ip remote = direction == Direction.INGRESS ? packet.source() : packet.destination();
                boolean permits = rule.direction() == direction
                        && (rule.etherType().word().equals("IPv4") ? 4 : 6) == packet.version()
                        && permits(rule, packet.payload())
                        && remotes(rule).anyMatch(prefix -> contains(prefix, remote));
                if (permits) {
                    permitting.add(groups.get(id));
                }
            }
        }
        return permitting;
    }

    private static boolean permits(SecurityRule rule, Payload payload) {
        String protocol = rule.protocol() == null ? "0" : rule.protocol();
        int number = NUMBERS.containsKey(protocol) ? NUMBERS.get(protocol) : Integer.parseInt(protocol);
        if (number == 1 && rule.etherType().word().equals("IPv6")) {
            number = 58;
        }
        int low = rule.portMin() == null ? 0 : rule.portMin();
        boolean typed = number == 58 || number == 1;
        int high = rule.portMax() == null ? 65_535 : rule.portMax();
        return number == 0
                || (number == payload.protocol()
                        && switch (payload) {
                            case Segment segment -> low <= segment.destination() && segment.destination() <= high;
                            case Message message ->
                                typed
                                        && (rule.portMin() == null || low == message.type())
                                        && (rule.portMax() == null || high == message.code());
                            case Payload.Plain _ -> rule.portMin() == null;
                        });
    }

    private Stream<Cidr> remotes(SecurityRule rule) {
        if (rule.remoteGroup() != null) {
            return cloud.ports().stream()
                    .filter(port -> port.portSecurity() && port.securityGroups().contains(rule.remoteGroup()))
                    .flatMap(port -> port.fixedIps().stream())
                    .map(ip -> Cidr.of(ip.address().toString()));
        }
        if (rule.remoteAddressGroup() != null) {
            return addressGroups.get(rule.remoteAddressGroup()).addresses().stream();
        }
        return rule.remoteText() == null
                ? Stream.of(Cidr.of("0.0.0.0/0"), Cidr.of("::/0"))
                : Stream.of(Cidr.of(rule.remoteText()));
    }
}
