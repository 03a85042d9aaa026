package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Plain;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Ruling.Ground;
import io.oblako.network.domain.security.Protocols;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What security groups, and the walls before them, say of a packet at a port. What no rule lets through is dropped. */
final class GroupFilter {

    private final Topology topology;

    GroupFilter(Topology topology) {
        this.topology = topology;
    }

    /** @param direction from the port's point of view */
    Ruling judge(Port port, Direction direction, Packet packet) {
        if (!port.filtered()) {
            return Ruling.of(Ground.UNFILTERED);
        }
        if (direction == Direction.EGRESS && packet.answersAskers()) {
            return Ruling.of(Ground.POSES_AS_DHCP);
        }
        if (packet.payload() instanceof Message message && message.ofLink()) {
            boolean poses = direction == Direction.EGRESS && message.ofRouters();
            return Ruling.of(poses ? Ground.POSES_AS_ROUTER : Ground.NEIGHBOUR_DISCOVERY);
        }
        if (direction == Direction.EGRESS && packet.asksForAddress()) {
            return Ruling.of(Ground.ASKS_FOR_ADDRESS);
        }
        return byRules(port, direction, packet);
    }

    private Ruling byRules(Port port, Direction direction, Packet packet) {
        if (port.securityGroups().isEmpty()) {
            return Ruling.of(Ground.NO_GROUP);
        }
        Ip remote = direction == Direction.INGRESS ? packet.source() : packet.destination();
        SecurityRule first = null;
        boolean tracked = !packet.neverTracked();
        for (SecurityGroup group : topology.groups(port.securityGroups())) {
            for (SecurityRule rule : group.rules()) {
                if (rule.direction() == direction && matches(rule, packet, remote)) {
                    first = first == null ? rule : first;
                    tracked &= group.stateful();
                }
            }
        }
        return first == null ? Ruling.of(Ground.NO_RULE) : new Ruling(Ground.RULE, first, tracked);
    }

    private boolean matches(SecurityRule rule, Packet packet, Ip remote) {
        return rule.etherType().version() == packet.version()
                && carries(rule, packet.payload())
                && isAbout(rule, remote);
    }

    /** Number 0 stands for all protocols, as no number does. */
    private static boolean carries(SecurityRule rule, Payload payload) {
        Integer protocol = Protocols.number(rule.protocol(), rule.etherType());
        if (protocol == null || protocol == 0) {
            return true;
        }
        if (protocol != payload.protocol()) {
            return false;
        }
        return switch (payload) {
            case Segment segment -> within(rule.portMin(), rule.portMax(), segment.destination());
            case Message message -> is(rule.portMin(), message.type()) && is(rule.portMax(), message.code());
            case Plain _ -> rule.portMin() == null && rule.portMax() == null;
        };
    }

    private static boolean within(@Nullable Integer min, @Nullable Integer max, int port) {
        return (min == null || port >= min) && (max == null || port <= max);
    }

    private static boolean is(@Nullable Integer wanted, int value) {
        return wanted == null || wanted == value;
    }

    private boolean isAbout(SecurityRule rule, Ip remote) {
        UUID group = rule.remoteGroup();
        if (group != null) {
            return topology.member(group, remote);
        }
        UUID addresses = rule.remoteAddressGroup();
        if (addresses != null) {
            return topology.addressGroup(addresses).stream()
                    .flatMap(found -> found.addresses().stream())
                    .anyMatch(prefix -> prefix.contains(remote));
        }
        var prefix = rule.remote();
        return prefix == null || prefix.contains(remote);
    }
}
