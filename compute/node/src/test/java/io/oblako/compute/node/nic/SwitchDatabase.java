package io.oblako.compute.node.nic;

import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A real ovsdb-server with Open vSwitch's schema and the integration bridge, as a host has it. No ovn-controller is there:
 * the test says in its place that the flows of a port are installed. Wants openvswitch-switch.
 */
public final class SwitchDatabase implements AutoCloseable {

    private static final Duration TOOL = Duration.ofSeconds(10);
    private static final String SCHEMA = "/usr/share/openvswitch/vswitch.ovsschema";

    private final Path socket;
    private final Process server;

    /** @param folder with a short path */
    public SwitchDatabase(Path folder) throws IOException {
        socket = folder.resolve("db.sock");
        Path file = folder.resolve("conf.db");
        run(List.of("ovsdb-tool", "create", file.toString(), SCHEMA));
        server = new ProcessBuilder(
                        "ovsdb-server",
                        file.toString(),
                        "--remote=punix:" + socket,
                        "--unixctl=" + folder.resolve("ctl"),
                        "--no-chdir")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        vsctl("--retry", "init");
        vsctl("add-br", "br-int", "--", "set", "bridge", "br-int", "datapath_type=netdev");
    }

    public String remote() {
        return "unix:" + socket;
    }

    /** What ovn-controller does when the flows of a port are there. */
    public void install(UUID port) {
        vsctl("set", "Interface", Tap.nameOf(port), "external_ids:ovn-installed=true");
    }

    /** What ovn-controller does when it gives a port a zone of connection tracking. */
    public void zone(String port, int zone) {
        vsctl("set", "Bridge", "br-int", "external_ids:ct-zone-%s=%d".formatted(port, zone));
    }

    /** What ovn-controller does when the port is gone. */
    public void noZone(String port) {
        vsctl("remove", "Bridge", "br-int", "external_ids", "ct-zone-" + port);
    }

    /** Connects a device to the integration bridge, with those of the same number only. */
    public void connect(String device, int vlan) {
        vsctl("--may-exist", "add-port", "br-int", device, "--", "set", "Port", device, "tag=" + vlan);
    }

    /** By which the switch's rules know a device. */
    public String number(String device) {
        return vsctl("get", "Interface", device, "ofport").strip();
    }

    /** Names of the ports of the integration bridge. */
    public List<String> ports() {
        return vsctl("list-ports", "br-int").lines().toList();
    }

    private String vsctl(String... words) {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", "--no-wait", "--timeout=5", "--db=" + remote()));
        command.addAll(List.of(words));
        return run(command);
    }

    static String run(List<String> command) {
        Processes.Result result = Processes.run(command, TOOL);
        if (!result.ok()) {
            throw new IllegalStateException(command + ": " + result.output());
        }
        return result.output();
    }

    @Override
    public void close() {
        end(server);
    }

    static void end(Process process) {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("%s does not end".formatted(process.info()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
