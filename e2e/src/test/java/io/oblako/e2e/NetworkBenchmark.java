package io.oblako.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** From the API's answer to the wire: rules that begin and cease to hold, ports that become usable, a large group. */
final class NetworkBenchmark {

    private static final int ROUNDS = 40;
    private static final int PORT = 7007;
    private static final int MEMBERS = 1000;
    private static final int RULES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cloud cloud;
    private final String network;
    private final String group;

    NetworkBenchmark(Cloud admin, Cloud cloud) {
        this.cloud = cloud;
        admin.network(
                        "PUT",
                        "/quotas/" + cloud.projectId(),
                        "{'quota': {'port': -1, 'security_group_rule': -1, 'security_group': -1}}")
                .expect(200);
        network = cloud.networkMade("networks", "network", "{'network': {}}");
        cloud.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'network_id': '%s', 'cidr': '10.0.0.0/16', 'ip_version': 4}}".formatted(network));
        group = cloud.networkMade("security-groups", "security_group", "{'security_group': {'name': 'bench'}}");
    }

    private Cloud.Answer port(String securityGroup) {
        return cloud.network(
                        "POST",
                        "/ports",
                        "{'port': {'network_id': '%s', 'security_groups': ['%s']}}".formatted(network, securityGroup))
                .expect(201);
    }

    void run() {
        try (Wire wire = new Wire()) {
            List<Double> enforced = rules(wire);
            usable(wire);
            largeGroup();
            Benchmarks.print("network", percentile(enforced, 95), "ms from a rule's answer to the wire, p95");
        }
    }

    private List<Double> rules(Wire wire) {
        Cloud.Answer to = port(group);
        Wire.Guest receiver = plug(wire, "h1", to);
        Wire.Guest sender = plug(wire, "h2", port(group));
        String address = to.text("/port/fixed_ips/0/ip_address");
        List<Double> begun = new ArrayList<>();
        List<Double> ceased = new ArrayList<>();
        try (Probe receiving = new Probe(receiver, "receive", Integer.toString(PORT));
                Probe sending = new Probe(sender, "send", address, Integer.toString(PORT))) {
            for (int i = 0; i < ROUNDS; i++) {
                String rule = cloud.networkMade(
                        "security-group-rules",
                        "security_group_rule",
                        "{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress', 'protocol': 'udp'}}"
                                .formatted(group));
                long answered = UdpProbe.micros();
                begun.add(Math.max(0, receiving.next("first") - answered) / 1000.0);
                cloud.network("DELETE", "/security-group-rules/" + rule, null).expect(204);
                answered = UdpProbe.micros();
                ceased.add(Math.max(0, receiving.next("last") - answered) / 1000.0);
            }
        }
        print("rule made, from the answer to the first packet", begun);
        print("rule deleted, from the answer to the last packet", ceased);
        begun.addAll(ceased);
        return begun;
    }

    private static Wire.Guest plug(Wire wire, String host, Cloud.Answer port) {
        Wire.Guest guest = wire.plug(host, port.text("/port/id"), port.text("/port/mac_address"));
        String address = port.text("/port/fixed_ips/0/ip_address") + "/16";
        Wire.done(guest.run("ip", "address", "add", address, "dev", "eth0"));
        return guest;
    }

    /** The cable is there before, as QEMU's is: the clock runs from the request to ACTIVE. */
    private void usable(Wire wire) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            String mac = "fa:16:3e:be:00:%02x".formatted(i);
            Wire.Guest guest = wire.prepare("h1", mac);
            long began = System.nanoTime();
            String body = "{'port': {'network_id': '%s', 'security_groups': ['%s'], 'mac_address': '%s'}}";
            String id = cloud.networkMade("ports", "port", body.formatted(network, group, mac));
            Wire.attach(guest, id);
            Wire.await(
                    "port " + id + " is ACTIVE",
                    PATIENCE,
                    () -> cloud.network("GET", "/ports/" + id, null)
                            .text("/port/status")
                            .equals("ACTIVE"));
            millis.add(Meter.millisSince(began));
        }
        print("port asked for, plugged in and ACTIVE", millis);
    }

    /** What a member more costs when there are many, and many rules that name them. */
    private void largeGroup() {
        String large = cloud.networkMade("security-groups", "security_group", "{'security_group': {'name': 'large'}}");
        for (int i = 0; i < RULES; i++) {
            cloud.networkMade(
                    "security-group-rules",
                    "security_group_rule",
                    ("{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress', 'protocol': 'tcp',"
                                    + " 'port_range_min': %d, 'port_range_max': %d, 'remote_group_id': '%s'}}")
                            .formatted(large, 1000 + i, 1000 + i, large));
        }
        String one = "{'network_id': '%s', 'security_groups': ['%s']}".formatted(network, large);
        for (int i = 0; i < MEMBERS / 500; i++) {
            cloud.network("POST", "/ports", "{'ports': [" + String.join(",", Collections.nCopies(500, one)) + "]}")
                    .expect(201);
        }
        List<Double> millis = new ArrayList<>();
        settle();
        for (int i = 0; i < ROUNDS; i++) {
            Cloud.Answer port = port(large);
            long began = System.nanoTime();
            String id = port.text("/port/id");
            Wire.await("port " + id + " is there", PATIENCE, () -> Wire.hasPort(id));
            settle();
            millis.add(Meter.millisSince(began));
        }
        print("a member more of 1,000 with 10 rules, until all hosts have it", millis);
    }

    private static void settle() {
        Wire.northbound("--wait=hv", "--timeout=60", "sync");
    }

    private static void print(String what, List<Double> millis) {
        Benchmarks.print(what + ", median", percentile(millis, 50), "ms");
        Benchmarks.print(what + ", p95", percentile(millis, 95), "ms");
    }

    /** By nearest rank. */
    private static double percentile(List<Double> millis, int percent) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }

    /** A {@link UdpProbe} inside a namespace. */
    private static final class Probe implements AutoCloseable {

        private final Process process;
        private final BufferedReader said;

        Probe(Wire.Guest guest, String... arguments) {
            List<String> command = new ArrayList<>(List.of(
                    "ip",
                    "netns",
                    "exec",
                    guest.namespace(),
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Xmx32m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    UdpProbe.class.getName()));
            command.addAll(List.of(arguments));
            try {
                process = new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            said = process.inputReader();
        }

        /** The next time of that kind, in microseconds of the epoch; the probe ends by itself when none comes. */
        long next(String kind) {
            try {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    if (line.startsWith(kind)) {
                        return Long.parseLong(line.substring(kind.length() + 1));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new AssertionError("the probe ended before " + kind);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
