package io.oblako.network.ovn;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Message;
import io.oblako.network.domain.reach.Payload.Plain;
import io.oblako.network.domain.reach.Payload.Segment;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A packet of the model as it is on the wire, with right checksums, because connection tracking asks for them.
 *
 * @param number carried as data, so that it is known wherever it comes out, whatever was translated; negative when a
 *     guest answers what has the positive one
 * @param tag of its VLAN; 0 without
 * @param dscp the mark of its class (RFC 2474)
 */
record MarkedFrame(Mac destination, Mac source, Packet packet, int number, int tag, int dscp) {

    static final int MARK = 0x6f626c61;
    private static final int FOUR = 0x0800;
    private static final int SIX = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int MOST_TAG = 4095;
    private static final int ETHERNET = 14;
    private static final int HOPS = 64;
    /** What no router has passed on: neighbour discovery with less is not valid (RFC 4861, section 6.1). */
    private static final int HOPS_OF_LINK = 255;

    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int FIRST_SEQUENCE = 1000;
    private static final int DHCP_DISCOVER = 240;
    private static final int TRANSACTION = 4;

    MarkedFrame(Mac destination, Mac source, Packet packet, int number) {
        this(destination, source, packet, number, 0, 0);
    }

    /** The answer, by the way it came. */
    MarkedFrame back() {
        Payload payload = packet.payload().answer().orElseThrow();
        Packet back = new Packet(packet.destination(), packet.source(), payload);
        return new MarkedFrame(source, destination, back, -number, tag, dscp);
    }

    byte[] bytes() {
        boolean four = packet.version() == 4;
        byte[] body = body();
        int header = four ? 20 : 40;
        ByteBuffer bytes = ByteBuffer.allocate(ETHERNET + header + body.length);
        bytes.put(bytes(destination)).put(bytes(source)).putShort((short) (four ? FOUR : SIX));
        int protocol = packet.payload().protocol();
        if (four) {
            bytes.put((byte) 0x45).put((byte) 0).putShort((short) (header + body.length));
            bytes.putInt(0).put((byte) HOPS).put((byte) protocol).putShort((short) 0);
        } else {
            bytes.putInt(0x60000000)
                    .putShort((short) body.length)
                    .put((byte) protocol)
                    .put((byte) (ofLink() ? HOPS_OF_LINK : HOPS));
        }
        bytes.put(bytes(packet.source())).put(bytes(packet.destination())).put(body);
        if (four) {
            bytes.putShort(ETHERNET + 10, checksum(bytes.array(), ETHERNET, header, 0));
        }
        return tag == 0 ? bytes.array() : tagged(bytes.array());
    }

    private byte[] tagged(byte[] plain) {
        return ByteBuffer.allocate(plain.length + 4)
                .put(plain, 0, 12)
                .putShort((short) VLAN)
                .putShort((short) tag)
                .put(plain, 12, plain.length - 12)
                .array();
    }

    private boolean ofLink() {
        return packet.payload() instanceof Message message && message.ofLink();
    }

    private boolean answer() {
        return number < 0;
    }

    private byte[] body() {
        return switch (packet.payload()) {
            case Segment(int protocol, int from, int to)
            when protocol == Payload.TCP -> {
                ByteBuffer tcp = ByteBuffer.allocate(28).putShort((short) from).putShort((short) to);
                tcp.putInt(answer() ? 2 * FIRST_SEQUENCE : FIRST_SEQUENCE).putInt(answer() ? FIRST_SEQUENCE + 9 : 0);
                tcp.put((byte) 0x50)
                        .put((byte) (answer() ? SYN_ACK : SYN))
                        .putShort((short) 8192)
                        .putInt(0);
                yield summed(marked(tcp), 16, true);
            }
            case Segment(int protocol, int from, int to)
            when protocol == Payload.UDP -> {
                byte[] data = from == 68 && to == 67 ? question() : marked(ByteBuffer.allocate(8));
                ByteBuffer udp = ByteBuffer.allocate(8 + data.length)
                        .putShort((short) from)
                        .putShort((short) to);
                udp.putShort((short) (8 + data.length)).putShort((short) 0).put(data);
                yield summed(udp.array(), 6, true);
            }
            case Segment(int _, int from, int to) -> {
                ByteBuffer sctp = ByteBuffer.allocate(24).putShort((short) from).putShort((short) to);
                byte[] bytes = marked(sctp.putLong(0).putInt((answer() ? 2 : 1) << 24 | 12));
                CRC32C crc = new CRC32C();
                crc.update(bytes);
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int) crc.getValue());
                yield bytes;
            }
            case Message(int protocol, int type, int code) -> {
                ByteBuffer icmp = ByteBuffer.allocate(16)
                        .put((byte) type)
                        .put((byte) code)
                        .putShort((short) 0);
                yield summed(
                        marked(icmp.putShort((short) Math.abs(number)).putShort((short) 1)),
                        2,
                        protocol == Payload.ICMP_V6);
            }
            case Plain _ -> marked(ByteBuffer.allocate(16).putLong(0));
        };
    }

    private byte[] marked(ByteBuffer bytes) {
        return bytes.putInt(MARK).putInt(number).array();
    }

    /** RFC 2131, for an address. */
    private byte[] question() {
        ByteBuffer bytes = ByteBuffer.allocate(DHCP_DISCOVER + 4);
        bytes.putInt(0x01010600).putInt(number).position(28).put(bytes(source)).position(236);
        return bytes.putInt(0x63825363).put(HexFormat.of().parseHex("350101ff")).array();
    }

    private byte[] summed(byte[] bytes, int at, boolean addresses) {
        int sum = 0;
        if (addresses) {
            byte[] both = ByteBuffer.allocate(32)
                    .put(bytes(packet.source()))
                    .put(bytes(packet.destination()))
                    .array();
            sum = (0xffff & ~checksum(both, 0, both.length, 0))
                    + packet.payload().protocol()
                    + bytes.length;
        }
        ByteBuffer.wrap(bytes).putShort(at, checksum(bytes, 0, bytes.length, sum));
        return bytes;
    }

    /** RFC 1071. */
    static short checksum(byte[] bytes, int from, int length, int start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            sum += (long) (bytes[from + i] & 255) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    static byte[] bytes(Mac mac) {
        return HexFormat.ofDelimiter(":").parseHex(mac.text());
    }

    static byte[] bytes(Ip ip) {
        byte[] bytes = new byte[ip.four() ? 4 : 16];
        byte[] value = ip.value().toByteArray();
        int length = Math.min(value.length, bytes.length);
        System.arraycopy(value, value.length - length, bytes, bytes.length - length, length);
        return bytes;
    }

    /** Empty for what is none of these. */
    static Optional<MarkedFrame> parse(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int type = bytes.getShort(12) & 0xffff;
        if (type == VLAN) {
            byte[] plain = ByteBuffer.allocate(frame.length - 4)
                    .put(frame, 0, 12)
                    .put(frame, 16, frame.length - 16)
                    .array();
            return parse(plain).map(found -> found.with(bytes.getShort(14) & MOST_TAG));
        }
        boolean four = type == FOUR;
        if (!four && type != SIX) {
            return Optional.empty();
        }
        int start = ETHERNET + (four ? 20 : 40);
        int end = four ? ETHERNET + bytes.getShort(ETHERNET + 2) : start + bytes.getShort(ETHERNET + 4);
        int protocol = frame[four ? ETHERNET + 9 : ETHERNET + 6] & 255;
        Payload payload = switch (protocol) {
            case Payload.TCP, Payload.UDP, Payload.SCTP ->
                new Segment(protocol, bytes.getShort(start) & 0xffff, bytes.getShort(start + 2) & 0xffff);
            case Payload.ICMP, Payload.ICMP_V6 ->
                four == (protocol == Payload.ICMP)
                        ? new Message(protocol, frame[start] & 255, frame[start + 1] & 255)
                        : new Plain(protocol);
            default -> new Plain(protocol);
        };
        boolean dhcp =
                payload.equals(new Segment(Payload.UDP, 67, 68)) || payload.equals(new Segment(Payload.UDP, 68, 67));
        if (!dhcp && bytes.getInt(end - 8) != MARK) {
            return Optional.empty();
        }
        int number = bytes.getInt(dhcp ? start + 8 + TRANSACTION : end - 4);
        Packet packet = new Packet(ip(frame, start, four, 2), ip(frame, start, four, 1), payload);
        int dscp = (four ? frame[ETHERNET + 1] & 255 : bytes.getShort(ETHERNET) >> 4 & 255) >> 2;
        return Optional.of(new MarkedFrame(mac(frame, 0), mac(frame, 6), packet, number, 0, dscp));
    }

    /** The same under a tag. */
    MarkedFrame with(int other) {
        return new MarkedFrame(destination, source, packet, number, other, dscp);
    }

    private static Mac mac(byte[] frame, int at) {
        return new Mac(HexFormat.ofDelimiter(":").formatHex(frame, at, at + 6));
    }

    private static Ip ip(byte[] frame, int end, boolean four, int fromEnd) {
        int size = four ? 4 : 16;
        int at = end - fromEnd * size;
        return new Ip(four ? 4 : 6, new BigInteger(1, frame, at, size));
    }
}
