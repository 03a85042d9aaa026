package io.oblako.compute.node.nic;

import io.oblako.compute.node.linux.Linux;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The host's end of an interface of a guest. It lives as long as somebody holds its descriptor: the daemon opens it, hands
 * the descriptor to QEMU and closes its own, so that nothing is left of it when QEMU ends, however it ends.
 *
 * @see <a href="https://docs.kernel.org/networking/tuntap.html">Universal TUN/TAP device driver</a>
 */
public final class Tap implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Tap.class);

    private static final long TUNSETIFF = 0x400454caL;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCSIFMTU = 0x8922;
    private static final short IFF_UP = 1;
    private static final short IFF_TAP = 2;
    private static final short IFF_NO_PI = 0x1000;
    private static final short IFF_VNET_HDR = 0x4000;

    private static final int REQUEST_BYTES = 40;

    /** Where in a struct ifreq stands what is asked for. */
    static final int NAME_BYTES = 16;

    private static final int NAMED_BY = 11;

    private final String name;
    private final int descriptor;

    private Tap(String name, int descriptor) {
        this.name = name;
        this.descriptor = descriptor;
    }

    /** What the tap of a port is called: the kernel takes 15 characters. */
    public static String nameOf(UUID port) {
        return "tap" + port.toString().substring(0, NAMED_BY);
    }

    /**
     * Makes the tap in the network namespace of the daemon and sets it up.
     *
     * @param mtu bytes, of the port's network
     * @param offloads whether packets may carry work (checksums, segmentation) that the switch behind it does
     * @throws IOException when it cannot be made, also while a guest holds one of this name
     */
    public static Tap open(UUID port, int mtu, boolean offloads) throws IOException {
        String name = nameOf(port);
        int descriptor = Linux.open("/dev/net/tun", Linux.O_RDWR | Linux.O_CLOEXEC);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = request(arena, name);
            int flags = IFF_TAP | IFF_NO_PI | (offloads ? IFF_VNET_HDR : 0);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) flags);
            Linux.ioctl(descriptor, "make tap " + name, TUNSETIFF, request);
            setUp(arena, name, mtu);
            return new Tap(name, descriptor);
        } catch (IOException | RuntimeException e) {
            Linux.close(descriptor);
            throw e;
        }
    }

    private static void setUp(Arena arena, String name, int mtu) throws IOException {
        int socket = Linux.socket(Linux.AF_INET, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC);
        try {
            MemorySegment request = request(arena, name);
            request.set(ValueLayout.JAVA_INT, NAME_BYTES, mtu);
            Linux.ioctl(socket, "set the MTU of " + name, SIOCSIFMTU, request);
            MemorySegment flags = request(arena, name);
            Linux.ioctl(socket, "read the flags of " + name, SIOCGIFFLAGS, flags);
            flags.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short)
                    (flags.get(ValueLayout.JAVA_SHORT, NAME_BYTES) | IFF_UP));
            Linux.ioctl(socket, "set up " + name, SIOCSIFFLAGS, flags);
        } finally {
            Linux.close(socket);
        }
    }

    /** A struct ifreq that names an interface. */
    static MemorySegment request(Arena arena, String name) {
        MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
        request.setString(0, name);
        return request;
    }

    public String name() {
        return name;
    }

    /** For QEMU; it stays ours to close. */
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        try {
            Linux.close(descriptor);
        } catch (IOException e) {
            LOG.warnf("The descriptor of %s was not closed: %s", name, e.getMessage());
        }
    }
}
