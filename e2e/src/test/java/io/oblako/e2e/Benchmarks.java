package io.oblako.e2e;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The figures of docs/promises.md that need a running cloud; {@code ./oblako bench NAME} starts one and runs this. Each
 * prints a line {@code name: value} per figure, the one it is called after last.
 */
final class Benchmarks {

    private static final PrintStream OUT = System.out;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String UNLIMITED = """
            {"quota_set":{"instances":-1,"cores":-1,"ram":-1}}""";

    private Benchmarks() {}

    public static void main(String[] arguments) {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("bench", "member")) {
            admin.compute("PUT", "/os-quota-sets/" + tenant.project(), UNLIMITED)
                    .expect(200);
            Cloud cloud = tenant.login();
            switch (arguments[0]) {
                case "simulated" -> simulated(cloud);
                case "boot" -> new BootBenchmark(cloud).run();
                case "identity" -> new IdentityBenchmark(tenant, cloud).run();
                case "network" -> new NetworkBenchmark(admin, cloud).run();
                default -> throw new IllegalArgumentException("no benchmark is called " + arguments[0]);
            }
        }
    }

    /** The control plane alone: hosts that start no guests. Reads are measured once the service has been compiled for them. */
    private static void simulated(Cloud cloud) {
        String image = cloud.imageNamed("mote");
        String flavor = cloud.flavor("m1.tiny");
        oneAfterTheOther(cloud, image, flavor, 20);
        Meter.Sample single = oneAfterTheOther(cloud, image, flavor, 30);
        print("server POST to ACTIVE, median", single.median(), "ms");

        List<String> servers = hundredServers(cloud, image, flavor);
        Meter.Call details =
                turn -> cloud.compute("GET", "/servers/detail", null).expect(200);
        Meter.sample(1000, 1, details);
        Meter.Sample detail = Meter.sample(100, 1, details);
        print("servers/detail of 100, CPU", detail.cpuMillisPerCall(), "ms");
        Meter.Call shows = turn -> cloud.server(servers.get(turn % servers.size()));
        Meter.sample(3000, 1, shows);
        Meter.Sample show = Meter.sample(500, 1, shows);
        print("show, CPU", show.cpuMillisPerCall(), "ms");
        deleteAll(cloud, servers);
        print("simulated", single.median(), "ms from POST to ACTIVE, median");
    }

    private static Meter.Sample oneAfterTheOther(Cloud cloud, String image, String flavor, int turns) {
        List<String> servers = new ArrayList<>();
        Meter.Sample sample = Meter.sample(turns, 1, turn -> {
            String id = cloud.boot("bench-" + turn, image, flavor);
            servers.add(id);
            awaitActive(cloud, id);
        });
        deleteAll(cloud, servers);
        return sample;
    }

    private static List<String> hundredServers(Cloud cloud, String image, String flavor) {
        double cpu = Meter.cpuMillis();
        long began = System.nanoTime();
        String[] servers = new String[100];
        Meter.sample(100, 8, turn -> servers[turn] = cloud.boot("bench-many-" + turn, image, flavor));
        for (String id : servers) {
            awaitActive(cloud, id);
        }
        print("100 servers at concurrency 8 all ACTIVE after", Meter.millisSince(began), "ms");
        print("CPU per server", (Meter.cpuMillis() - cpu) / 100, "ms");
        return List.of(servers);
    }

    /** Polls often: the benchmark is about tens of milliseconds. */
    private static void awaitActive(Cloud cloud, String id) {
        long deadline = System.nanoTime() + LONG.toNanos();
        String status = "";
        while (!status.equals("ACTIVE")) {
            if (status.equals("ERROR") || System.nanoTime() > deadline) {
                throw new AssertionError("server " + id + " is " + status);
            }
            Cloud.sleep(Duration.ofMillis(5));
            status = cloud.server(id).get("status").asText();
        }
    }

    static void deleteAll(Cloud cloud, List<String> servers) {
        Meter.sample(
                servers.size(),
                8,
                turn -> cloud.compute("DELETE", "/servers/" + servers.get(turn), null)
                        .expect(204));
        IntStream.range(0, servers.size()).forEach(turn -> cloud.awaitGone(servers.get(turn), LONG));
    }

    /**
     * Whether a guest's own programs have written a line. What its kernel says before, of hardware that is slower than it
     * expects, it says at some boots and not at others.
     */
    static boolean hasGuestLine(String console) {
        return console.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("["));
    }

    static void print(String name, double value, String unit) {
        OUT.printf(Locale.ROOT, "%s: %.2f %s%n", name, value, unit);
    }

    static void print(String name, double value) {
        OUT.printf(Locale.ROOT, "%s: %.2f%n", name, value);
    }
}
