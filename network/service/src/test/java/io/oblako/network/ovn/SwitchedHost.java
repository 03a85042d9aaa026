package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.process.Processes;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbLock;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.testing.guest.Taps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The whole of OVN with one host in a network namespace of its own: what the compiler wants is written to a real
 * Northbound database, and ovn-northd, ovn-controller and Open vSwitch (datapath in user space) make packets obey. The
 * cables of its guests are {@link Taps}. Wants root.
 */
final class SwitchedHost implements AutoCloseable {

    static final String NAME = "h1";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String namespace = "obwire-" + id;
    private final OvnProcesses processes = new OvnProcesses(
            NAME,
            List.of(
                    "external_ids:ovn-bridge-datapath-type=netdev",
                    "external_ids:ovn-bridge-mappings=" + OvnHost.PHYSICAL_NETWORK + ":br-ex",
                    "external_ids:ovn-cms-options=enable-chassis-as-gw",
                    "other_config:max-revalidator=20"));
    private final OvsdbClient client = processes.northbound().client();
    private final Replica replica = client.replicate(ReplicaView.spec());
    private final OvsdbLock lock = client.lock(Northbound.LOCK);
    private final DiffWriter writer = new DiffWriter(Northbound.LOCK, 1_000_000);
    private final List<String> cables;
    private final Taps taps;

    /** @param guests how many cables there are besides the one that leads outside */
    SwitchedHost(int guests) {
        cables = IntStream.rangeClosed(0, guests).mapToObj(i -> id + "-" + i).toList();
        OvnProcesses.run("ip", "netns", "add", namespace);
        startSwitch();
        processes.configure(List.of(
                "add-br",
                "br-int",
                "--",
                "set",
                "Bridge",
                "br-int",
                "datapath_type=netdev",
                "fail_mode=secure",
                "other_config:disable-in-band=true",
                "--",
                "add-br",
                "br-ex",
                "--",
                "set",
                "Bridge",
                "br-ex",
                "datapath_type=netdev",
                "fail_mode=standalone"));
        startController();
        taps = new Taps(cables);
        cable();
        replica.awaitReady(PATIENCE);
        assertThat(lock.awaitHeld(PATIENCE)).isTrue();
    }

    void startSwitch() {
        startInside("switch", "ovs-vswitchd", processes.socket("conf"), "--unixctl=" + control());
    }

    void startController() {
        startInside("controller", "ovn-controller", processes.socket("conf"));
    }

    private void startInside(String name, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace, program));
        command.addAll(List.of(arguments));
        processes.start(name, command.toArray(String[]::new));
    }

    /** Ends it as {@code kill -9} does: {@code switch}, {@code controller}, {@code northd}. */
    void kill(String name) {
        processes.kill(name);
    }

    private String management() {
        return "unix:" + processes.file("br-int.mgmt");
    }

    private Path control() {
        return processes.file("switch.ctl");
    }

    private void cable() {
        run("sysctl", "-q", "-w", "net.ipv6.conf.default.disable_ipv6=1", "net.ipv6.conf.all.disable_ipv6=1");
        List<String> ports = new ArrayList<>();
        for (String tap : cables) {
            OvnProcesses.run("ip", "link", "set", tap, "netns", namespace);
            run("ip", "link", "set", tap, "up");
            ports.addAll(List.of("--", "add-port", tap.equals(cables.getLast()) ? "br-ex" : "br-int", tap));
        }
        processes.configure(ports);
    }

    private void run(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        OvnProcesses.run(all.toArray(String[]::new));
    }

    Taps taps() {
        return taps;
    }

    /** The cable at the other end of the physical network. */
    int outside() {
        return cables.size() - 1;
    }

    /** Makes the Northbound database what these things are compiled to, without waiting for anybody. */
    void want(Model model) {
        Compiler compiler = new Compiler(new Guest("cloud.internal", Duration.ofHours(12)));
        Diff diff = Differ.whole(compiler.all(model), new ReplicaView(replica.snapshot()));
        writer.transactions(diff).forEach(client::transact);
    }

    /** Until the host obeys what has been wanted. */
    void settle() {
        processes.settle();
        OvnProcesses.run("ovs-appctl", "--target=" + control(), "revalidator/wait");
    }

    /** Until a switch that began anew has been told what to do. */
    void awaitFlows() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!told()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the switch is told nothing");
            }
        }
    }

    private boolean told() {
        Processes.Result flows = Processes.run(List.of("ovs-ofctl", "dump-aggregate", management()), PATIENCE);
        return flows.ok() && flows.output().matches("(?s).*flow_count=\\d{2,}.*");
    }

    /** Plugs the first cables in as these ports. */
    void plug(List<UUID> ports) {
        List<String> command = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            command.addAll(List.of("--", "set", "Interface", cables.get(i), identity(ports.get(i))));
        }
        processes.configure(command);
    }

    /** Plugs one cable in, without waiting for anybody. */
    void plug(int cable, UUID port) {
        processes.configure(List.of("--no-wait", "set", "Interface", cables.get(cable), identity(port)));
    }

    private static String identity(UUID port) {
        return "external_ids:iface-id=" + port;
    }

    void awaitPlugged(int first, int count) {
        List<String> command = new ArrayList<>();
        cables.subList(first, first + count)
                .forEach(tap -> command.addAll(
                        List.of("--", "wait-until", "Interface", tap, "external_ids:ovn-installed=true")));
        processes.configure(command);
    }

    void unplugAll() {
        List<String> command = new ArrayList<>();
        cables.forEach(tap -> command.addAll(List.of("--", "clear", "Interface", tap, "external_ids")));
        processes.configure(command);
    }

    /** Forgets tracked connections. */
    void forget() {
        OvnProcesses.run("ovs-appctl", "--target=" + control(), "dpctl/flush-conntrack");
    }

    /** Forgets those in which one address is translated to the other, both ways: as the node daemon does (ADR 0076). */
    void forget(Ip outer, Ip inner) {
        OvnProcesses.run("ovs-ofctl", "ct-flush", management(), "ct_nw_dst=" + outer, "ct_nw_src=" + inner);
        OvnProcesses.run("ovs-ofctl", "ct-flush", management(), "ct_nw_src=" + inner, "ct_nw_dst=" + outer);
    }

    /** All of the integration bridge, as ovs-ofctl writes them. */
    List<String> flows() {
        return OvnProcesses.run("ovs-ofctl", "--no-stats", "--no-names", "dump-flows", management())
                .lines()
                .toList();
    }

    /** How many connections the datapath tracks, of all guests. */
    int connections() {
        return Integer.parseInt(OvnProcesses.run("ovs-appctl", "--target=" + control(), "dpctl/ct-get-nconns")
                .strip());
    }

    /** Rows of a table of the Southbound database. */
    int southboundRows(String table) {
        String ids = OvnProcesses.run(
                "ovn-sbctl", "--db=" + processes.socket("sb"), "--bare", "--columns=_uuid", "list", table);
        return (int) ids.lines().filter(line -> !line.isBlank()).count();
    }

    @Override
    public void close() {
        client.close();
        taps.close();
        processes.close();
        OvnProcesses.run("ip", "netns", "delete", namespace);
    }
}
