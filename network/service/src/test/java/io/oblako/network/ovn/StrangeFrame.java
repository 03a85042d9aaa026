package io.oblako.network.ovn;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Segment;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * What Ethernet frames are put together from that no honest stack sends; {@link MarkedFrame} is those that it does. Each
 * bears the same mark, by which it is known again wherever it comes out, whatever has become of its headers.
 */
final class StrangeFrame {

    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86dd;
    static final int SYN = 2;

    private static final int MARK_BYTES = 8;
    private static final int LEAST_BYTES = 60;
    private static final int UDP_HEADER_BYTES = 8;
    private static final int HOPS = 64;

    private StrangeFrame() {}

    static byte[] mark(int number) {
        return ByteBuffer.allocate(MARK_BYTES)
                .putInt(MarkedFrame.MARK)
                .putInt(number)
                .array();
    }

    /** The number of the mark somewhere in the frame; empty for what others sent. */
    static OptionalInt marked(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        for (int at = 0; at + MARK_BYTES <= frame.length; at++) {
            if (bytes.getInt(at) == MarkedFrame.MARK) {
                return OptionalInt.of(bytes.getInt(at + 4));
            }
        }
        return OptionalInt.empty();
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] two(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** Padded to the least that Ethernet has. */
    static byte[] ethernet(Mac to, Mac from, int type, byte[] content) {
        byte[] frame = join(MarkedFrame.bytes(to), MarkedFrame.bytes(from), two(type), content);
        return frame.length >= LEAST_BYTES ? frame : join(frame, new byte[LEAST_BYTES - frame.length]);
    }

    /**
     * @param fragment flags and offset, as the header has them
     * @param options of a length that four divides
     */
    static byte[] four(Ip source, Ip destination, int protocol, int fragment, byte[] options, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(20 + options.length);
        header.put((byte) (0x45 + options.length / 4)).put((byte) 0);
        header.putShort((short) (header.capacity() + payload.length)).putShort((short) 0x4f62);
        header.putShort((short) fragment).put((byte) HOPS).put((byte) protocol).putShort((short) 0);
        header.put(MarkedFrame.bytes(source))
                .put(MarkedFrame.bytes(destination))
                .put(options);
        header.putShort(10, checksum(header.array()));
        return join(header.array(), payload);
    }

    static byte[] six(Ip source, Ip destination, int next, int hops, byte[] payload) {
        ByteBuffer header = ByteBuffer.allocate(40).putInt(0x60000000).putShort((short) payload.length);
        header.put((byte) next).put((byte) hops).put(MarkedFrame.bytes(source)).put(MarkedFrame.bytes(destination));
        return join(header.array(), payload);
    }

    /** An ICMPv6 message with its checksum. */
    static byte[] icmpSix(Ip source, Ip destination, int type, int code, byte[] body) {
        return summed(source, destination, Payload.ICMP_V6, join(new byte[] {(byte) type, (byte) code, 0, 0}, body), 2);
    }

    /** A datagram without a checksum, as IPv4 allows. */
    static byte[] udp(Segment segment, byte[] data) {
        return join(
                two(segment.source()), two(segment.destination()), two(UDP_HEADER_BYTES + data.length), two(0), data);
    }

    /** @param flags as the header has them */
    static byte[] tcp(Ip source, Ip destination, Segment segment, int flags, byte[] mark) {
        byte[] ports = join(two(segment.source()), two(segment.destination()));
        byte[] head = {0, 0, 0, 1, 0, 0, 0, 1, 0x50, (byte) flags, 4, 0, 0, 0, 0, 0};
        return summed(source, destination, Payload.TCP, join(ports, head, mark), 16);
    }

    static byte[] plainlySummed(byte[] message) {
        ByteBuffer.wrap(message).putShort(2, checksum(message));
        return message;
    }

    /** With the sum over what RFC 9293 and RFC 8200 call the pseudo header at that place. */
    private static byte[] summed(Ip source, Ip destination, int protocol, byte[] transport, int at) {
        byte[] pseudo = join(
                MarkedFrame.bytes(source),
                MarkedFrame.bytes(destination),
                source.four()
                        ? join(new byte[] {0, (byte) protocol}, two(transport.length))
                        : join(two(0), two(transport.length), new byte[] {0, 0, 0, (byte) protocol}));
        ByteBuffer.wrap(transport).putShort(at, checksum(join(pseudo, transport)));
        return transport;
    }

    private static short checksum(byte[] bytes) {
        return MarkedFrame.checksum(bytes, 0, bytes.length, 0);
    }

    /** @param operation 1 asks, 2 answers */
    static byte[] arp(int operation, Mac senderMac, Ip sender, Mac targetMac, Ip target, int number) {
        return join(
                two(1),
                two(IPV4),
                new byte[] {6, 4},
                two(operation),
                MarkedFrame.bytes(senderMac),
                MarkedFrame.bytes(sender),
                MarkedFrame.bytes(targetMac),
                MarkedFrame.bytes(target),
                mark(number));
    }
}
