package io.oblako.compute.node.nic;

import io.oblako.compute.node.linux.Linux;
import io.oblako.kernel.process.Processes;
import io.oblako.network.contracts.MetadataPort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * A place on the link of a network from which the daemon answers guests: a network namespace without a name in which
 * nothing is but the addresses of {@link MetadataPort} and one listening socket, and a pair of devices whose other end is
 * for the switch. The namespace lives as long as the daemon holds its descriptors, so that the kernel removes it and both
 * devices however the daemon ends. Not thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/network_namespaces.7.html">network_namespaces(7)</a>
 */
public final class MetadataLink implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MetadataLink.class);

    private static final Duration TOOL = Duration.ofSeconds(10);
    private static final String INSIDE = "metadata0";
    private static final int PORT = 80;
    /** Connections that the kernel keeps ready. */
    private static final int BACKLOG = 64;

    private static final int NAMED_BY = 11;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_STXCSUM = 0x17;
    private static final Path SETTINGS = Path.of("/proc/sys/net");

    private final String device;
    private final Namespace namespace;
    private final Map<InetAddress, String> neighbours = new HashMap<>();

    private record Namespace(int descriptor, ServerSocket socket, boolean ipv6) {}

    private MetadataLink(String device, Namespace namespace) {
        this.device = device;
        this.namespace = namespace;
    }

    /** What the switch's end of a network is called: the kernel takes 15 characters. */
    public static String nameOf(UUID network) {
        return "meta" + network.toString().substring(0, NAMED_BY);
    }

    /**
     * Makes the place; what an earlier daemon left of it is removed.
     *
     * @param mtu bytes, of the network
     * @param offloads whether packets may carry checksums that the switch completes
     */
    public static MetadataLink open(UUID network, int mtu, boolean offloads) throws IOException {
        String device = nameOf(network);
        remove(device);
        int here = Linux.open("/proc/thread-self/ns/net", Linux.O_RDONLY | Linux.O_CLOEXEC);
        try {
            // The tool finds the namespace by our descriptor of it.
            String home = "/proc/%d/fd/%d".formatted(ProcessHandle.current().pid(), here);
            MetadataLink link = new MetadataLink(device, onThread(() -> {
                Linux.unshare(Linux.CLONE_NEWNET);
                return furnish(network, device, home, mtu, offloads);
            }));
            try {
                ip("link", "set", "dev", device, "addrgenmode", "none", "up");
            } catch (IOException e) {
                link.close();
                throw e;
            }
            return link;
        } finally {
            Linux.close(here);
        }
    }

    /** Called in the new namespace. */
    private static Namespace furnish(UUID network, String device, String home, int mtu, boolean offloads)
            throws IOException {
        boolean ipv6 = Files.isDirectory(SETTINGS.resolve("ipv6"));
        set("ipv4/icmp_echo_ignore_all", "1");
        set("ipv4/ip_forward", "0");
        String bytes = Integer.toString(mtu);
        String mac = MetadataPort.mac(network);
        ip(
                List.of("link", "add", "name", INSIDE, "address", mac, "mtu", bytes, "type", "veth"),
                List.of("peer", "name", device, "mtu", bytes, "netns", home));
        ip("address", "add", MetadataPort.ADDRESS + "/32", "dev", INSIDE);
        if (ipv6) {
            set("ipv6/icmp/echo_ignore_all", "1");
            set("ipv6/conf/" + INSIDE + "/accept_ra", "0");
            ip("link", "set", "dev", INSIDE, "addrgenmode", "none");
            ip("address", "add", MetadataPort.ADDRESS_V6 + "/64", "dev", INSIDE, "nodad");
        }
        if (!offloads) {
            completeChecksums();
        }
        ip("link", "set", "dev", INSIDE, "up");
        ip("route", "add", "default", "dev", INSIDE, "src", MetadataPort.ADDRESS);
        ServerSocket socket = new ServerSocket();
        try {
            // There are no other addresses than ours.
            socket.bind(new InetSocketAddress(PORT), BACKLOG);
            int descriptor = Linux.open("/proc/thread-self/ns/net", Linux.O_RDONLY | Linux.O_CLOEXEC);
            return new Namespace(descriptor, socket, ipv6);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void set(String setting, String value) throws IOException {
        Files.writeString(SETTINGS.resolve(setting), value);
    }

    /** The userspace datapath delivers packets as they come. */
    private static void completeChecksums() throws IOException {
        int socket = Linux.socket(Linux.AF_INET, Linux.SOCK_DGRAM | Linux.SOCK_CLOEXEC);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(8, 4);
            value.set(ValueLayout.JAVA_INT, 0, ETHTOOL_STXCSUM);
            MemorySegment request = Tap.request(arena, INSIDE);
            request.set(ValueLayout.ADDRESS, Tap.NAME_BYTES, value);
            Linux.ioctl(socket, "let checksums be completed", SIOCETHTOOL, request);
        } finally {
            Linux.close(socket);
        }
    }

    /** The switch's end, in the namespace of the thread that opened it. */
    public String device() {
        return device;
    }

    /** Where guests of the network connect. */
    public ServerSocket socket() {
        return namespace.socket();
    }

    /**
     * Says to which MACs packets for these addresses are sent, whatever guests say; those of before are forgotten.
     *
     * @param macs lower case with colons
     */
    public void neighbours(Map<InetAddress, String> macs) throws IOException {
        Set<InetAddress> gone = new HashSet<>(neighbours.keySet());
        gone.removeAll(macs.keySet());
        if (gone.isEmpty() && neighbours.entrySet().containsAll(macs.entrySet())) {
            return;
        }
        onThread(() -> {
            Linux.setNamespace(namespace.descriptor(), Linux.CLONE_NEWNET);
            for (InetAddress address : gone) {
                ip("neighbour", "delete", address.getHostAddress(), "dev", INSIDE);
                neighbours.remove(address);
            }
            for (Map.Entry<InetAddress, String> each : macs.entrySet()) {
                neighbour(each.getKey(), each.getValue());
            }
            return true;
        });
    }

    private void neighbour(InetAddress address, String mac) throws IOException {
        boolean possible = namespace.ipv6() || address.getAddress().length == 4;
        if (possible && !mac.equals(neighbours.get(address))) {
            String text = address.getHostAddress();
            ip("neighbour", "replace", text, "lladdr", mac, "dev", INSIDE, "nud", "permanent");
            neighbours.put(address, mac);
        }
    }

    /** Namespaces are entered by threads of their own: nobody else's may ever be elsewhere. */
    private static <T> T onThread(Callable<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name("metadata-link").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("The metadata server has no place on the link: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void ip(String... words) throws IOException {
        ip(List.of(words), List.of());
    }

    private static void ip(List<String> first, List<String> second) throws IOException {
        List<String> command =
                Stream.of(List.of("ip"), first, second).flatMap(List::stream).toList();
        Processes.Result result = run(command);
        if (!result.ok()) {
            throw new IOException(
                    String.join(" ", command) + ": " + result.output().strip());
        }
    }

    private static Processes.Result run(List<String> command) throws IOException {
        try {
            return Processes.run(command, TOOL);
        } catch (Processes.ProcessFailed e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void remove(String device) throws IOException {
        Processes.Result result = run(List.of("ip", "link", "delete", "dev", device));
        if (!result.ok()) {
            LOG.debugf("No device %s to remove: %s", device, result.output().strip());
        }
    }

    /** The kernel takes its time with a namespace, so the devices are removed before. */
    @Override
    public void close() {
        try {
            remove(device);
            namespace.socket().close();
            Linux.close(namespace.descriptor());
        } catch (IOException e) {
            LOG.warnf("The place of the metadata server behind %s is not closed: %s", device, e.getMessage());
        }
    }
}
