package io.oblako.e2e;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * A program for inside the namespace of a host: {@code Overhear DEVICE} prints {@code listening}, and then {@code udp PORT}
 * for each port to which a first datagram of IPv4 is handed to the device, which need not be there yet. It sees every frame
 * from the first one on, whether or not a guest ever reads it, and ends after five minutes.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/packet.7.html">packet(7)</a>
 */
final class Overhear {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    /** In network byte order. */
    private static final int ETH_P_ALL = 0x0300;

    private static final int ADDRESS_BYTES = 20;
    private static final int INDEX_AT = 4;
    private static final int DIRECTION_AT = 10;
    private static final byte OUTGOING = 4;
    private static final int FRAME_BYTES = 2_048;

    private static final int LEAST_BYTES = 42;
    private static final int IPV4 = 0x0800;
    private static final byte UDP = 17;
    private static final int PROTOCOL_AT = 23;
    private static final int PORT_AT = 36;
    private static final long MOST_NANOS = 300_000_000_000L;

    private static final MethodHandle SOCKET = handle(
            "socket",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle RECEIVE = handle(
            "recvfrom",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS));

    private Overhear() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    public static void main(String[] arguments) throws Throwable {
        Set<Integer> heard = new HashSet<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frame = arena.allocate(FRAME_BYTES);
            MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
            MemorySegment length = arena.allocate(ValueLayout.JAVA_INT);
            int socket = (int) SOCKET.invokeExact(AF_PACKET, SOCK_RAW, ETH_P_ALL);
            if (socket < 0) {
                throw new IllegalStateException("no packet socket: that wants root");
            }
            System.out.println("listening");
            long end = System.nanoTime() + MOST_NANOS;
            while (System.nanoTime() < end) {
                length.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
                long bytes = (long) RECEIVE.invokeExact(socket, frame, (long) FRAME_BYTES, 0, address, length);
                if (bytes >= LEAST_BYTES && handedTo(arguments[0], address)) {
                    ByteBuffer data = frame.asSlice(0, bytes).asByteBuffer();
                    int port = data.getShort(PORT_AT) & 0xffff;
                    if (data.getShort(12) == IPV4 && data.get(PROTOCOL_AT) == UDP && heard.add(port)) {
                        System.out.println("udp " + port);
                    }
                }
            }
        }
    }

    private static boolean handedTo(String device, MemorySegment address) throws Exception {
        if (address.get(ValueLayout.JAVA_BYTE, DIRECTION_AT) != OUTGOING) {
            return false;
        }
        NetworkInterface by = NetworkInterface.getByIndex(address.get(ValueLayout.JAVA_INT, INDEX_AT));
        return by != null && by.getName().equals(device);
    }
}
