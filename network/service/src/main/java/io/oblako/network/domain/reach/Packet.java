package io.oblako.network.domain.reach;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.reach.Payload.Segment;
import java.util.Optional;

/** The first packet of a flow. */
public record Packet(Ip source, Ip destination, Payload payload) {

    /** Where guests ask for metadata, and DHCP for a lease they have: on the link itself, on every network. */
    public static final Ip PLATFORM = Ip.of("169.254.169.254");

    private static final Ip BROADCAST = Ip.of("255.255.255.255");
    private static final Ip DHCP_SERVERS = Ip.of("ff02::1:2");
    private static final Segment ASKS = new Segment(Payload.UDP, 68, 67);
    private static final Segment ASKS_V6 = new Segment(Payload.UDP, 546, 547);
    private static final int HTTP = 80;

    public Packet {
        if (source.version() != destination.version()) {
            throw new IllegalArgumentException("a packet has addresses of one version");
        }
    }

    public int version() {
        return source.version();
    }

    Packet from(Ip other) {
        return new Packet(other, destination, payload);
    }

    Packet to(Ip other) {
        return new Packet(source, other, payload);
    }

    Packet to(Ip other, int port) {
        return payload instanceof Segment(int protocol, int from, int _)
                ? new Packet(source, other, new Segment(protocol, from, port))
                : to(other);
    }

    /** What is sent back; empty for what nobody answers. */
    Optional<Packet> answer() {
        return payload.answer().map(back -> new Packet(destination, source, back));
    }

    /** Whether a guest asks DHCP with it (RFC 2131, RFC 8415). */
    boolean asksForAddress() {
        return version() == 4
                ? payload.equals(ASKS) && (destination.equals(BROADCAST) || destination.equals(PLATFORM))
                : payload.equals(ASKS_V6) && destination.equals(DHCP_SERVERS);
    }

    /**
     * Whether OVN takes it for a question of DHCPv6, of whichever version and wherever it is sent, and tracks no connection
     * for it (ovn-northd(8), priority 110 of the tables before ACLs).
     */
    boolean neverTracked() {
        return payload.equals(ASKS_V6);
    }

    /** Whether only a DHCP server would send it. */
    boolean answersAskers() {
        return ASKS.answer().equals(Optional.of(payload)) || ASKS_V6.answer().equals(Optional.of(payload));
    }

    boolean asksForMetadata() {
        return destination.equals(PLATFORM)
                && payload instanceof Segment(int protocol, int _, int port)
                && protocol == Payload.TCP
                && port == HTTP;
    }
}
