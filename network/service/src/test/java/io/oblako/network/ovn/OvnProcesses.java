package io.oblako.network.ovn;

import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The processes of OVN and of one host: its databases, ovn-northd and the database of the host's switch, and what is
 * started besides. Closing ends them all and removes their folder.
 */
final class OvnProcesses implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TIMEOUT = "--timeout=50";
    private static final String SOUTHBOUND = "sb";
    private static final String NORTHD = "northd";

    private final NorthboundServer northbound = new NorthboundServer();
    private final Path folder;
    private final LinkedHashMap<String, Process> processes = new LinkedHashMap<>();

    /**
     * @param host its name
     * @param settings more of them in {@code Open_vSwitch}, as ovs-vsctl takes them
     */
    OvnProcesses(String host, List<String> settings) {
        boolean up = false;
        try {
            folder = Files.createTempDirectory("ovn");
            database(SOUTHBOUND, "/usr/share/ovn/ovn-sb.ovsschema");
            database("conf", "/usr/share/openvswitch/vswitch.ovsschema");
            startNorthd();
            List<String> command = new ArrayList<>(List.of(
                    "--no-wait",
                    "init",
                    "--",
                    "set",
                    "Open_vSwitch",
                    ".",
                    "external_ids:system-id=" + host,
                    "external_ids:hostname=" + host,
                    "external_ids:ovn-remote=" + socket(SOUTHBOUND),
                    "external_ids:ovn-encap-type=geneve",
                    "external_ids:ovn-encap-ip=127.0.0.1"));
            command.addAll(settings);
            configure(command);
            up = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!up) {
                end();
            }
        }
    }

    NorthboundServer northbound() {
        return northbound;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Of the database of the switch, {@code conf}, or the Southbound one, {@code sb}. */
    String socket(String database) {
        return "unix:" + file(database + ".sock");
    }

    private String northboundRemote() {
        return northbound.settings().remotes().getFirst().toString();
    }

    private void database(String name, String schema) {
        run("ovsdb-tool", "create", file(name + ".db").toString(), schema);
        serve(name);
    }

    private void serve(String name) {
        start(
                name,
                "ovsdb-server",
                file(name + ".db").toString(),
                "--remote=p" + socket(name),
                "--unixctl=" + file(name + ".ctl"));
    }

    private void startNorthd() {
        start(
                NORTHD,
                "ovn-northd",
                "--ovnnb-db=" + northboundRemote(),
                "--ovnsb-db=" + socket(SOUTHBOUND),
                "--unixctl=" + file("northd.ctl"));
    }

    /** Ends both databases of OVN and what is between them. */
    void killCentral() {
        northbound.kill();
        kill(NORTHD);
        kill(SOUTHBOUND);
    }

    void startCentral() {
        northbound.start();
        serve(SOUTHBOUND);
        startNorthd();
    }

    /** @param name by which it is killed, and which its log has */
    void start(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addAll(List.of("--no-chdir", "-vsyslog:off"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(file(name + ".log").toFile()));
        for (String variable : List.of("OVS_RUNDIR", "OVN_RUNDIR", "OVS_LOGDIR", "OVN_LOGDIR", "OVS_DBDIR")) {
            builder.environment().put(variable, folder.toString());
        }
        try {
            processes.put(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("OVN is missing: ./oblako test installs it", e);
        }
    }

    /** Ends it as {@code kill -9} does. */
    void kill(String name) {
        end(processes.remove(name));
    }

    static String run(String... command) {
        Processes.Result result = Processes.run(List.of(command), PATIENCE);
        if (!result.ok()) {
            throw new IllegalStateException(List.of(command) + ": " + result.output());
        }
        return result.output();
    }

    /** Changes the configuration of the switch, and waits until it obeys unless the arguments say otherwise. */
    void configure(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("ovs-vsctl", TIMEOUT, "--retry", "--db=" + socket("conf")));
        command.addAll(arguments);
        run(command.toArray(String[]::new));
    }

    /** Returns when the host has what the Northbound database holds now. */
    void settle() {
        run("ovn-nbctl", "--db=" + northboundRemote(), TIMEOUT, "--wait=hv", "sync");
    }

    /** The ports that hosts are told of, once northd has seen what the Northbound database holds now. */
    Set<String> bindings() {
        run("ovn-nbctl", "--db=" + northboundRemote(), TIMEOUT, "--wait=sb", "sync");
        String names = run(
                "ovn-sbctl",
                "--db=" + socket(SOUTHBOUND),
                TIMEOUT,
                "--bare",
                "--columns=logical_port",
                "list",
                "Port_Binding");
        return names.lines().filter(line -> !line.isBlank()).collect(Collectors.toSet());
    }

    private static void end(Process process) {
        process.destroyForcibly();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("%s does not end".formatted(process.info()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        processes.sequencedValues().reversed().forEach(OvnProcesses::end);
        northbound.close();
    }

    @Override
    public void close() {
        end();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
