package io.oblako.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one member more or less costs in a group of 1,000 whose ten rules all name its members, beside the same in a
 * group of ten: rows and bytes for OVN, and the time until the last host lets packets of the member through. Both
 * groups are there all the time, so that nothing but their size differs.
 */
final class MembershipBenchmark {

    private static final int LARGE = 1000;
    private static final int SMALL = 10;
    private static final int RULES = 10;
    private static final int ROUNDS = 40;
    private static final int PORT = 7008;

    private final Cloud cloud;
    private final BenchNetwork network;
    private final Wire wire;
    private final String outside;
    private final Cloud.Answer candidate;
    private final Wire.Guest sender;

    /** Of each change, and in milliseconds from its answer. */
    private record Cost(NorthboundWrites writes, List<Double> joined, List<Double> left) {}

    /** A group with a member on each of the two hosts; the others are plugged in nowhere. */
    private record Group(String id, List<Cloud.Answer> ports, List<Wire.Guest> guests) {}

    MembershipBenchmark(Cloud cloud, BenchNetwork network, Wire wire) {
        this.cloud = cloud;
        this.network = network;
        this.wire = wire;
        outside = network.group("outside");
        candidate = network.port(outside);
        sender = BenchNetwork.plug(wire, "h1", candidate);
    }

    /** @param meanwhile while both groups are there */
    void run(Runnable meanwhile) {
        Group small = group(SMALL);
        Group large = group(LARGE);
        meanwhile.run();
        Cost ofFew = cost(small);
        Cost ofMany = cost(large);
        print(SMALL, ofFew);
        print(LARGE, ofMany);
        Benchmarks.print(
                "bytes for a member, of 1,000 over of 10",
                ofMany.writes().bytes() / ofFew.writes().bytes());
    }

    private Group group(int members) {
        String id = network.group("group of " + members);
        letIn(id, "udp", PORT);
        for (int i = 1; i < RULES; i++) {
            letIn(id, "tcp", 1000 + i);
        }
        List<Cloud.Answer> ports = List.of(network.port(id), network.port(id));
        network.ports(id, members - ports.size());
        return new Group(
                id,
                ports,
                List.of(
                        BenchNetwork.plug(wire, "h1", ports.getFirst()),
                        BenchNetwork.plug(wire, "h2", ports.getLast())));
    }

    private void letIn(String group, String protocol, int port) {
        cloud.networkMade(
                "security-group-rules",
                "security_group_rule",
                ("{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress', 'protocol': '%s',"
                                + " 'port_range_min': %d, 'port_range_max': %d, 'remote_group_id': '%s'}}")
                        .formatted(group, protocol, port, port, group));
    }

    private Cost cost(Group group) {
        List<Double> joined = new ArrayList<>();
        List<Double> left = new ArrayList<>();
        String port = Integer.toString(PORT);
        try (Probe first = new Probe(group.guests().getFirst(), "receive", port);
                Probe second = new Probe(group.guests().getLast(), "receive", port);
                Probe sending = new Probe(
                        sender,
                        "send",
                        port,
                        BenchNetwork.address(group.ports().getFirst()),
                        BenchNetwork.address(group.ports().getLast()))) {
            List<Probe> hosts = List.of(first, second);
            for (int i = 0; i < ROUNDS / 4; i++) {
                change(List.of(outside, group.id()), hosts, "first");
                change(List.of(outside), hosts, "last");
            }
            NorthboundWrites before = NorthboundWrites.now();
            for (int i = 0; i < ROUNDS; i++) {
                joined.add(change(List.of(outside, group.id()), hosts, "first"));
                left.add(change(List.of(outside), hosts, "last"));
            }
            return new Cost(NorthboundWrites.now().perChangeSince(before, 2 * ROUNDS), joined, left);
        }
    }

    /** @return milliseconds from the answer until the last host does as it says */
    private double change(List<String> groups, List<Probe> hosts, String kind) {
        long asked = UdpProbe.micros();
        cloud.network(
                        "PUT",
                        "/ports/" + candidate.text("/port/id"),
                        "{'port': {'security_groups': ['" + String.join("','", groups) + "']}}")
                .expect(200);
        long answered = UdpProbe.micros();
        long last = answered;
        for (Probe host : hosts) {
            last = Math.max(last, host.next(kind, asked));
        }
        return (last - answered) / 1000.0;
    }

    private static void print(int members, Cost cost) {
        String of = String.format(Locale.ROOT, " of %,d", members);
        Benchmarks.print("rows for a member" + of, cost.writes().rows(), "per change");
        Benchmarks.print("bytes for a member" + of, cost.writes().bytes(), "per change");
        NetworkBenchmark.print("a member more" + of + " with 10 rules, until the last host lets it in", cost.joined());
        NetworkBenchmark.print("a member less" + of + " with 10 rules, until the last host shuts it out", cost.left());
    }
}
