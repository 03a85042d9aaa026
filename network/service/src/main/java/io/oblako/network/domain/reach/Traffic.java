package io.oblako.network.domain.reach;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.security.Protocols;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to begin. Of ICMP that is a ping: all else is part of what has begun, passes with it, and is invalid
 * to connection tracking without it.
 *
 * @param protocol a name or number that rules of security groups take
 * @param port the one it is sent to; of ICMP absent, or the type of a ping; absent for protocols without ports
 */
public record Traffic(String protocol, @Nullable Integer port) {

    /** Where a client's end of a flow is, when nobody says: the first dynamic port (RFC 6335, section 6). */
    private static final int CLIENT = 49_152;

    private static final int MOST_PORT = 65_535;
    private static final Set<Integer> PING = Set.of(8, 128);

    public Traffic {
        protocol = protocol.toLowerCase(Locale.ROOT);
        if (!Protocols.known(protocol) || isAny(protocol)) {
            throw CloudException.badRequest(
                    "Invalid input for protocol: name tcp, udp, sctp, icmp, another single protocol that security group"
                            + " rules take, or a number of 1 to 255.");
        }
        int number = Objects.requireNonNull(Protocols.number(protocol, EtherType.IPV4));
        if (Protocols.hasPorts(number)) {
            if (port == null || port < 1 || port > MOST_PORT) {
                throw CloudException.badRequest(
                        "Invalid input for port: protocol %s needs a port of 1 to 65535.".formatted(protocol));
            }
        } else if (isIcmp(number)) {
            if (port != null && !PING.contains(port)) {
                throw CloudException.badRequest(
                        "Invalid input for port: for ICMP it is the type, and only a ping begins"
                                + " something: leave it out. Other messages pass as part of what has begun.");
            }
        } else if (port != null) {
            throw CloudException.badRequest(
                    "Invalid input for port: protocol %s has no ports, leave it out.".formatted(protocol));
        }
    }

    /** In rules the number stands for all protocols, so no packet has it. */
    private static boolean isAny(String protocol) {
        return Objects.equals(Protocols.number(protocol, EtherType.IPV4), 0);
    }

    private static boolean isIcmp(int number) {
        return number == Payload.ICMP || number == Payload.ICMP_V6;
    }

    /** The payload in a packet of that IP version. What goes to the ports of DHCP comes from the other one. */
    Payload payload(int version) {
        EtherType type = version == 4 ? EtherType.IPV4 : EtherType.IPV6;
        int number = Objects.requireNonNull(Protocols.number(protocol, type));
        Integer to = port;
        if (to != null && Protocols.hasPorts(number)) {
            return new Payload.Segment(number, number == Payload.UDP ? client(to) : CLIENT, to);
        }
        if (number != (version == 4 ? Payload.ICMP : Payload.ICMP_V6)) {
            return new Payload.Plain(number);
        }
        return Payload.Message.echo(version);
    }

    private static int client(int port) {
        return switch (port) {
            case 67 -> 68;
            case 68 -> 67;
            case 546 -> 547;
            case 547 -> 546;
            default -> CLIENT;
        };
    }
}
