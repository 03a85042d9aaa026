package io.oblako.e2e;

import io.oblako.kernel.process.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Network namespaces plugged into the switches of a one-machine cloud's hosts in the place of guests: what QEMU and the
 * node daemon do for a guest, this does for a namespace. Closing unplugs and removes all.
 */
final class Wire implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path STATE = Path.of(Cloud.env("OBLAKO_E2E_STATE"));
    private static final Path OVN = STATE.resolve("ovn");
    private static final String TAP = "tap";

    private final List<Guest> guests = new ArrayList<>();

    /** One namespace with one interface, {@code eth0}. */
    record Guest(String namespace, String host, String link) {

        Processes.Result run(String... command) {
            return inside(namespace, command);
        }

        /** Asks for an address by DHCP, at most 30 times. */
        String lease(Path script) {
            return run(
                            "busybox",
                            "udhcpc",
                            "-i",
                            "eth0",
                            "-n",
                            "-q",
                            "-f",
                            "-t",
                            "30",
                            "-T",
                            "1",
                            "-s",
                            script.toString())
                    .output();
        }

        /** Tells it where an address is, so that it need not ask, and will not ask anybody else. */
        void neighbour(String address, String mac) {
            done(run("ip", "route", "replace", address + "/32", "dev", "eth0"));
            done(run("ip", "neighbour", "replace", address, "lladdr", mac, "dev", "eth0", "nud", "permanent"));
        }

        /** The MAC address of the end of its cable that is in its host's namespace. */
        String otherEnd() {
            return done(inside(spaceOf(host), "cat", "/sys/class/net/" + link + "/address"))
                    .strip();
        }

        boolean pings(String address) {
            return run("busybox", "ping", "-c", "1", "-W", "1", address).ok();
        }

        /** Whether the address answers within a time, asked again and again. */
        boolean reaches(String address, Duration within) {
            return becomes(address, true, within);
        }

        boolean loses(String address, Duration within) {
            return becomes(address, false, within);
        }

        private boolean becomes(String address, boolean reached, Duration within) {
            long deadline = System.nanoTime() + within.toNanos();
            do {
                if (pings(address) == reached) {
                    return true;
                }
            } while (System.nanoTime() < deadline);
            return false;
        }
    }

    /** The network namespace of a host. */
    private static String spaceOf(String host) {
        return "oblako-" + hash() + "-" + host;
    }

    private static String hash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(STATE.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Processes.Result inside(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return Processes.run(all, PATIENCE);
    }

    /** The namespace that plays the outside. */
    static Guest outside() {
        return new Guest("ob" + hash() + "-outside", "", "");
    }

    /** A host itself: where its daemon and the taps of its guests are. */
    static Guest host(String name) {
        return new Guest(spaceOf(name), name, "");
    }

    /** The IPv4 addresses of a host itself. */
    static List<String> addresses(String host) {
        return done(host(host).run("ip", "-4", "-oneline", "address", "show", "scope", "global"))
                .lines()
                .map(line -> line.replaceAll(".* inet ([0-9.]+)/.*", "$1"))
                .toList();
    }

    static String northbound(String... command) {
        List<String> all = new ArrayList<>(List.of("ovn-nbctl", "--db=unix:" + OVN.resolve("nb.sock")));
        all.addAll(List.of(command));
        return done(Processes.run(all, PATIENCE));
    }

    /** By which numbers hosts speak to each other of a port: of its network, and of itself. */
    static List<String> numbers(String port) {
        String found =
                southbound("--bare", "--columns=datapath,tunnel_key", "find", "Port_Binding", "logical_port=" + port);
        List<String> lines = found.lines().filter(line -> !line.isBlank()).toList();
        String network = southbound("--bare", "--columns=tunnel_key", "list", "Datapath_Binding", lines.getFirst());
        return List.of(network.strip(), lines.getLast());
    }

    private static String southbound(String... command) {
        List<String> all = new ArrayList<>(List.of("ovn-sbctl", "--db=unix:" + OVN.resolve("sb.sock")));
        all.addAll(List.of(command));
        return done(Processes.run(all, PATIENCE));
    }

    /** Whether OVN has been told of the port. */
    static boolean hasPort(String port) {
        return !northbound("--bare", "--columns=_uuid", "find", "Logical_Switch_Port", "name=" + port)
                .isBlank();
    }

    /** Asks until the answer is yes. */
    static void await(String what, Duration atMost, BooleanSupplier question) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!question.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + what);
            }
            Cloud.sleep(Duration.ofMillis(2));
        }
    }

    static String done(Processes.Result result) {
        if (!result.ok()) {
            throw new AssertionError(result.output());
        }
        return result.output();
    }

    private static void run(String... command) {
        done(Processes.run(List.of(command), PATIENCE));
    }

    /** Plugs a new namespace in as the port. */
    Guest plug(String host, String port, String mac) {
        Guest guest = prepare(host, mac);
        attach(guest, port);
        return guest;
    }

    /** A new namespace with a cable to the host's switch that is not plugged in yet. */
    Guest prepare(String host, String mac) {
        String link = "w" + UUID.randomUUID().toString().substring(0, 8);
        Guest guest = new Guest("obwire-" + link, host, link);
        String hostSpace = spaceOf(host);
        run("ip", "netns", "add", guest.namespace());
        guests.add(guest);
        run(
                "ip",
                "link",
                "add",
                "eth0",
                "netns",
                guest.namespace(),
                "type",
                "veth",
                "peer",
                "name",
                link,
                "netns",
                hostSpace);
        run("ip", "netns", "exec", guest.namespace(), "ethtool", "--offload", "eth0", "tx", "off");
        run("ip", "netns", "exec", hostSpace, "ethtool", "--offload", link, "tx", "off");
        run("ip", "-netns", guest.namespace(), "link", "set", "eth0", "address", mac);
        run("ip", "-netns", guest.namespace(), "link", "set", "lo", "up");
        run("ip", "-netns", guest.namespace(), "link", "set", "eth0", "up");
        run("ip", "-netns", hostSpace, "link", "set", link, "up");
        return guest;
    }

    /** Plugs the cable in as the port. */
    static void attach(Guest guest, String port) {
        String link = guest.link();
        switchOf(
                guest.host(),
                "add-port",
                "br-int",
                link,
                "--",
                "set",
                "Interface",
                link,
                "external_ids:iface-id=" + port);
    }

    private static String switchOf(String host, String... command) {
        List<String> all = new ArrayList<>(List.of(
                "ovs-vsctl", "--timeout=10", "--db=unix:" + OVN.resolve(host).resolve("db.sock")));
        all.addAll(List.of(command));
        return done(Processes.run(all, PATIENCE));
    }

    /**
     * What OVN, the hosts' switches and the hosts have of ports that the network service does not know.
     *
     * @param admin sees all ports
     */
    private static List<String> leftOver(Cloud admin) {
        List<String> ports = new ArrayList<>();
        admin.network("GET", "/ports?fields=id", null)
                .expect(200)
                .body()
                .get("ports")
                .forEach(port -> ports.add(port.get("id").asText()));
        List<String> left = new ArrayList<>();
        northbound("--bare", "--columns=name", "list", "Logical_Switch_Port")
                .lines()
                .filter(name -> name.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .filter(name -> !ports.contains(name))
                .forEach(name -> left.add("OVN has port " + name));
        for (String host : Machine.HOSTS) {
            taps(switchOf(host, "list-ports", "br-int"), ports)
                    .forEach(tap -> left.add("the switch of " + host + " has " + tap));
            taps(done(inside(spaceOf(host), "ls", "/sys/class/net")), ports)
                    .forEach(tap -> left.add(host + " has " + tap));
        }
        return left;
    }

    /** Waits until {@link #leftOver} finds nothing. */
    static void awaitNothingLeft(Cloud admin, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        for (List<String> left = leftOver(admin); !left.isEmpty(); left = leftOver(admin)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("for ever: " + left);
            }
            Cloud.sleep(Duration.ofMillis(200));
        }
    }

    /** Those of the lines that name the tap of none of the ports: its name begins as the port's id does. */
    private static Stream<String> taps(String names, List<String> ports) {
        return names.lines()
                .filter(name -> name.startsWith(TAP))
                .filter(name -> ports.stream().noneMatch(port -> port.startsWith(name.substring(TAP.length()))));
    }

    @Override
    public void close() {
        for (Guest guest : guests) {
            switchOf(guest.host(), "--if-exists", "del-port", "br-int", guest.link());
            run("ip", "netns", "delete", guest.namespace());
        }
    }
}
