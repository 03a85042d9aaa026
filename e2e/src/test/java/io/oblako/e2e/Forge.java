package io.oblako.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A program for inside a namespace: {@code Forge HOST NETWORK PORT MAC ADDRESS UDP} sends to a host what another host would
 * send it through a tunnel for a port of a network, both by OVN's numbers: datagrams to that port number of the address,
 * a hundred of them, one after the other.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8926">RFC 8926, Geneve</a>
 * @see <a href="https://man7.org/linux/man-pages/man7/ovn-architecture.7.html">ovn-architecture(7), Tunnel
 *     Encapsulations</a>
 */
final class Forge {

    private static final int GENEVE = 6_081;
    private static final int TIMES = 100;
    private static final int INNER_IP_BYTES = 29;

    private Forge() {}

    public static void main(String[] arguments) throws IOException {
        byte[] inner = frame(arguments[3], arguments[4], Integer.parseInt(arguments[5]));
        byte[] bytes = ByteBuffer.allocate(16 + inner.length)
                .putInt(0x02406558) // Two words of options, of which one must be understood; an Ethernet frame follows.
                .putInt(Integer.parseInt(arguments[1]) << 8)
                .putInt(0x01028001) // OVN's: from which port to which.
                .putInt(1 << 16 | Integer.parseInt(arguments[2]))
                .put(inner)
                .array();
        InetSocketAddress host = new InetSocketAddress(arguments[0], GENEVE);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < TIMES; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length, host));
            }
        }
        System.out.println("sent");
    }

    /** With a datagram of one byte, from its neighbour of the next address. */
    private static byte[] frame(String mac, String address, int port) throws IOException {
        byte[] to = InetAddress.getByName(address).getAddress();
        byte[] from = to.clone();
        from[3]++;
        byte[] ip = ByteBuffer.allocate(INNER_IP_BYTES)
                .putInt(0x45000000 | INNER_IP_BYTES)
                .putInt(0)
                .putInt(0x40110000)
                .put(from)
                .put(to)
                .putShort((short) port)
                .putShort((short) port)
                .putInt(9 << 16)
                .array();
        ByteBuffer.wrap(ip).putShort(10, checksum(ip));
        return ByteBuffer.allocate(14 + ip.length)
                .put(HexFormat.ofDelimiter(":").parseHex(mac))
                .put(new byte[] {2, 0, 0, 0, 0, 1})
                .putShort((short) 0x0800)
                .put(ip)
                .array();
    }

    /** Of the header (RFC 1071). */
    private static short checksum(byte[] ip) {
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += ByteBuffer.wrap(ip).getShort(at) & 0xffff;
        }
        return (short) ~((sum & 0xffff) + (sum >> 16));
    }
}
