package io.oblako.network.domain.reach;

import io.oblako.network.domain.security.Protocols;
import java.util.Optional;

/** What a packet carries, as far as rules speak of it. */
public sealed interface Payload {

    int ICMP = 1;
    int TCP = 6;
    int UDP = 17;
    int ICMP_V6 = 58;
    int SCTP = 132;

    int protocol();

    /** What the one who gets it sends back; empty for what nobody answers. */
    Optional<Payload> answer();

    /**
     * Whether connection tracking takes what answers such a packet for the beginning of something, when it has not seen
     * the packet: a SYN-ACK and the echo of a ping are invalid then.
     */
    default boolean answerBegins() {
        return protocol() != TCP && protocol() != SCTP && protocol() != ICMP && protocol() != ICMP_V6;
    }

    /** Of TCP, UDP or SCTP. */
    record Segment(int protocol, int source, int destination) implements Payload {

        public Segment {
            if (!Protocols.hasPorts(protocol)) {
                throw new IllegalArgumentException("rules name no ports of this protocol");
            }
        }

        @Override
        public Optional<Payload> answer() {
            return Optional.of(new Segment(protocol, destination, source));
        }
    }

    /** Of ICMP, or of ICMPv6. */
    record Message(int protocol, int type, int code) implements Payload {

        private static final int ECHO_REQUEST = 8;
        private static final int ECHO_REPLY = 0;
        private static final int ECHO_REQUEST_V6 = 128;
        private static final int ECHO_REPLY_V6 = 129;
        private static final int ROUTER_SOLICITATION = 133;
        private static final int ROUTER_ADVERTISEMENT = 134;
        private static final int NEIGHBOUR_ADVERTISEMENT = 136;

        public Message {
            if (protocol != ICMP && protocol != ICMP_V6) {
                throw new IllegalArgumentException("only ICMP has types");
            }
        }

        public static Message echo(int version) {
            return version == 4 ? new Message(ICMP, ECHO_REQUEST, 0) : new Message(ICMP_V6, ECHO_REQUEST_V6, 0);
        }

        boolean isEcho() {
            return code == 0 && type == (protocol == ICMP ? ECHO_REQUEST : ECHO_REQUEST_V6);
        }

        /** Whether it is about neighbours and routers of one link (RFC 4861). No router passes it on. */
        public boolean ofLink() {
            return protocol == ICMP_V6 && code == 0 && type >= ROUTER_SOLICITATION && type <= NEIGHBOUR_ADVERTISEMENT;
        }

        boolean ofRouters() {
            return ofLink() && type == ROUTER_ADVERTISEMENT;
        }

        @Override
        public Optional<Payload> answer() {
            return isEcho()
                    ? Optional.of(new Message(protocol, protocol == ICMP ? ECHO_REPLY : ECHO_REPLY_V6, 0))
                    : Optional.empty();
        }
    }

    /** Of any other protocol. */
    record Plain(int protocol) implements Payload {

        @Override
        public Optional<Payload> answer() {
            return Optional.of(this);
        }
    }
}
