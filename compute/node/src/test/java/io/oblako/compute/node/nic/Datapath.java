package io.oblako.compute.node.nic;

import io.oblako.compute.node.linux.NetworkSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The switch that obeys a {@link SwitchDatabase}: a real ovs-vswitchd that forwards in user space. No ovn-controller is
 * there: it passes everything that nobody forbids. Wants root and openvswitch-switch.
 */
public final class Datapath implements AutoCloseable {

    private final String bridge;
    private final String control;
    private final Process process;

    /**
     * @param folder of the database
     * @param place where its devices are
     */
    public Datapath(Path folder, SwitchDatabase database, NetworkSpace place) {
        bridge = "unix:" + folder.resolve("br-int.mgmt");
        ProcessBuilder command = new ProcessBuilder(
                        "ovs-vswitchd", database.remote(), "--no-chdir", "--disable-system", "--pidfile")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("datapath.log").toFile());
        command.environment().put("OVS_RUNDIR", folder.toString());
        process = place.in(command::start);
        control = folder.resolve("ovs-vswitchd." + process.pid() + ".ctl").toString();
    }

    /** What of the integration bridge's flows forbids something, as ovs-ofctl writes it. */
    public List<String> drops() {
        return ofctl("--no-stats", "--no-names", "dump-flows", bridge)
                .lines()
                .filter(line -> line.endsWith("actions=drop"))
                .map(String::strip)
                .toList();
    }

    /** As every ovn-controller does that begins. */
    public void clear() {
        ofctl("del-flows", bridge);
        ofctl("add-flow", bridge, "priority=0,actions=NORMAL");
    }

    /** Changes flows of the integration bridge; what they are is as ovs-ofctl has it. */
    void flow(String change, String flow) {
        ofctl(change, bridge, flow);
    }

    /** Hands a frame, in hex, to the flows. */
    void send(String frame) {
        ofctl("packet-out", bridge, "in_port=LOCAL,packet=" + frame + ",actions=resubmit(,0)");
    }

    /** What connection tracking remembers. */
    List<String> connections() {
        return SwitchDatabase.run(List.of("ovs-appctl", "--target=" + control, "dpctl/dump-conntrack"))
                .lines()
                .toList();
    }

    /** Limits of the zones of connection tracking, and what is in them, a line each. */
    public List<String> limits() {
        return SwitchDatabase.run(List.of("ovs-appctl", "--target=" + control, "dpctl/ct-get-limits"))
                .lines()
                .filter(line -> line.startsWith("zone="))
                .toList();
    }

    /** Returns once packets obey the flows as they are, and nothing that was decided before. */
    public void settle() {
        SwitchDatabase.run(List.of("ovs-appctl", "--target=" + control, "revalidator/wait"));
    }

    /** The switch gets no time at all while this is done. */
    public void starved(Runnable work) {
        String pid = Long.toString(process.pid());
        SwitchDatabase.run(List.of("kill", "-STOP", pid));
        try {
            work.run();
        } finally {
            SwitchDatabase.run(List.of("kill", "-CONT", pid));
        }
    }

    private static String ofctl(String... words) {
        List<String> command = new ArrayList<>(List.of("ovs-ofctl"));
        command.addAll(List.of(words));
        return SwitchDatabase.run(command);
    }

    @Override
    public void close() {
        SwitchDatabase.end(process);
    }
}
