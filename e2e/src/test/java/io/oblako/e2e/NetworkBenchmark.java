package io.oblako.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of the network API, and from its answer to the wire: rules that begin and cease to hold, ports that become
 * usable, members of a large group.
 */
final class NetworkBenchmark {

    private static final int ROUNDS = 40;
    /** Before the service's compiler has done its work, a request takes twice as long. */
    private static final int WARM_UP = 200;

    private static final int PORT = 7007;
    private static final int LISTED = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Cloud cloud;

    NetworkBenchmark(Cloud admin, Cloud cloud) {
        this.cloud = cloud;
        admin.network(
                        "PUT",
                        "/quotas/" + cloud.projectId(),
                        "{'quota': {'port': 5000, 'security_group_rule': 1000, 'security_group': 100}}")
                .expect(200);
    }

    void run() {
        made();
        List<Double> enforced;
        try (BenchNetwork network = new BenchNetwork(cloud);
                Wire wire = new Wire()) {
            String group = network.group("bench");
            enforced = rules(network, group, wire);
            usable(network, group, wire);
            new MembershipBenchmark(cloud, network, wire).run(this::listed);
        }
        Benchmarks.print("network", percentile(enforced, 95), "ms from a rule's answer to the wire, p95");
    }

    /** What is asked for before the first server: one request after the other, until the last has its answer. */
    private void made() {
        List<Double> millis = new ArrayList<>();
        for (int turn = -WARM_UP; turn < ROUNDS; turn++) {
            long began = System.nanoTime();
            String network = cloud.networkMade("networks", "network", "{'network': {}}");
            cloud.networkMade(
                    "subnets",
                    "subnet",
                    "{'subnet': {'network_id': '%s', 'cidr': '10.0.0.0/24', 'ip_version': 4}}".formatted(network));
            String port = cloud.networkMade("ports", "port", "{'port': {'network_id': '%s'}}".formatted(network));
            double took = Meter.millisSince(began);
            if (turn >= 0) {
                millis.add(took);
            }
            cloud.network("DELETE", "/ports/" + port, null).expect(204);
            cloud.network("DELETE", "/networks/" + network, null).expect(204);
        }
        print("network, subnet and port made", millis);
    }

    private void listed() {
        Meter.Call list = _ -> {
            JsonNode answer = cloud.network("GET", "/ports?limit=" + LISTED, null)
                    .expect(200)
                    .body();
            if (answer.get("ports").size() != LISTED) {
                throw new AssertionError("the list has " + answer.get("ports").size() + " ports");
            }
        };
        Meter.sample(ROUNDS, 1, list);
        Meter.Sample sample = Meter.sample(ROUNDS, 1, list);
        print("list of 1,000 ports", sample.millis());
        Benchmarks.print("list of 1,000 ports, CPU", sample.cpuMillisPerCall(), "ms");
    }

    private List<Double> rules(BenchNetwork network, String group, Wire wire) {
        Cloud.Answer to = network.port(group);
        Wire.Guest receiver = BenchNetwork.plug(wire, "h1", to);
        Wire.Guest sender = BenchNetwork.plug(wire, "h2", network.port(group));
        String port = Integer.toString(PORT);
        List<Double> begun = new ArrayList<>();
        List<Double> ceased = new ArrayList<>();
        try (Probe receiving = new Probe(receiver, "receive", port);
                Probe sending = new Probe(sender, "send", port, BenchNetwork.address(to))) {
            for (int i = 0; i < ROUNDS; i++) {
                long asked = UdpProbe.micros();
                String rule = cloud.networkMade(
                        "security-group-rules",
                        "security_group_rule",
                        "{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress', 'protocol': 'udp'}}"
                                .formatted(group));
                long answered = UdpProbe.micros();
                begun.add(Math.max(0, receiving.next("first", asked) - answered) / 1000.0);
                asked = UdpProbe.micros();
                cloud.network("DELETE", "/security-group-rules/" + rule, null).expect(204);
                answered = UdpProbe.micros();
                ceased.add(Math.max(0, receiving.next("last", asked) - answered) / 1000.0);
            }
        }
        print("rule made, from the answer to the first packet", begun);
        print("rule deleted, from the answer to the last packet", ceased);
        begun.addAll(ceased);
        return begun;
    }

    /** The cable is there before, as QEMU's is: the clock runs from the request to ACTIVE. */
    private void usable(BenchNetwork network, String group, Wire wire) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            String mac = "fa:16:3e:be:00:%02x".formatted(i);
            Wire.Guest guest = wire.prepare("h1", mac);
            long began = System.nanoTime();
            String body = "{'port': {'network_id': '%s', 'security_groups': ['%s'], 'mac_address': '%s'}}";
            String id = cloud.networkMade("ports", "port", body.formatted(network.id(), group, mac));
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

    static void print(String what, List<Double> millis) {
        Benchmarks.print(what + ", median", percentile(millis, 50), "ms");
        Benchmarks.print(what + ", p95", percentile(millis, 95), "ms");
    }

    /** By nearest rank. */
    private static double percentile(List<Double> millis, int percent) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get(Math.ceilDiv(sorted.size() * percent, 100) - 1);
    }
}
