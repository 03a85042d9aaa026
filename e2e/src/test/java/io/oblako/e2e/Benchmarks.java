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
                case "boot" -> boot(cloud);
                case "identity" -> identity(cloud);
                default -> throw new IllegalArgumentException("no benchmark is called " + arguments[0]);
            }
        }
    }

    /** The control plane alone: hosts that start no guests. */
    private static void simulated(Cloud cloud) {
        String image = cloud.imageNamed("mote");
        oneAfterTheOther(cloud, image, 20);
        Meter.Sample single = oneAfterTheOther(cloud, image, 30);
        print("server POST to ACTIVE, median", single.median(), "ms");

        List<String> servers = manyAtOnce(cloud, image, 100, 8);
        Meter.Sample detail = Meter.sample(
                50, 1, turn -> cloud.compute("GET", "/servers/detail", null).expect(200));
        print("servers/detail of 100, CPU", detail.cpuMillisPerCall(), "ms");
        Meter.Sample show = Meter.sample(500, 1, turn -> cloud.server(servers.get(turn % servers.size())));
        print("show, CPU", show.cpuMillisPerCall(), "ms");
        deleteAll(cloud, servers);
        print("simulated", single.median(), "ms from POST to ACTIVE, median");
    }

    private static Meter.Sample oneAfterTheOther(Cloud cloud, String image, int turns) {
        List<String> servers = new ArrayList<>();
        Meter.Sample sample = Meter.sample(turns, 1, turn -> {
            String id = cloud.boot("bench-" + turn, image);
            servers.add(id);
            awaitActive(cloud, id);
        });
        deleteAll(cloud, servers);
        return sample;
    }

    private static List<String> manyAtOnce(Cloud cloud, String image, int count, int concurrency) {
        double cpu = Meter.cpuMillis();
        long began = System.nanoTime();
        String[] servers = new String[count];
        Meter.sample(count, concurrency, turn -> servers[turn] = cloud.boot("bench-many-" + turn, image));
        for (String id : servers) {
            awaitActive(cloud, id);
        }
        print(count + " servers at concurrency " + concurrency + " all ACTIVE", Meter.millisSince(began), "ms");
        print("CPU per server", (Meter.cpuMillis() - cpu) / count, "ms");
        return List.of(servers);
    }

    /** Real guests: from the POST to the start of QEMU, and twenty at once. */
    private static void boot(Cloud cloud) {
        String image = cloud.imageNamed("mote");
        List<Double> toExec = new ArrayList<>();
        for (int turn = 0; turn < 11; turn++) {
            long posted = System.nanoTime();
            String id = cloud.boot("bench-boot-" + turn, image);
            cloud.await(id, "ACTIVE", LONG);
            if (turn > 0) {
                toExec.add((Meter.startNanos(Machine.qemu(id).pid()) - posted) / 1e6);
            }
            cloud.delete(id);
        }
        print("POST to the start of QEMU, median", Meter.median(toExec), "ms");
        List<String> servers = manyAtOnce(cloud, image, 20, 8);
        deleteAll(cloud, servers);
        print("boot", Meter.median(toExec), "ms from POST to the start of QEMU, median");
    }

    /** Tokens from an application credential and from a token. */
    private static void identity(Cloud cloud) {
        String path = "/users/%s/application_credentials".formatted(cloud.userId());
        Cloud.Answer made = cloud.identity("POST", path, """
                {"application_credential":{"name":"bench"}}""").expect(201);
        String byCredential =
                """
                {"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"%s","secret":"%s"}}}}""".formatted(made.text("/application_credential/id"), made.text("/application_credential/secret"));
        String byToken = """
                {"auth":{"identity":{"methods":["token"],"token":{"id":"%s"}},"scope":{"project":{"id":"%s"}}}}""".formatted(cloud.token(), cloud.projectId());
        Meter.Sample credential = tokens(cloud, byCredential);
        Meter.Sample token = tokens(cloud, byToken);
        print("token from an application credential, CPU", credential.cpuMillisPerCall(), "ms");
        print("token from a token, CPU", token.cpuMillisPerCall(), "ms");
        print("identity", credential.perSecond(), "tokens per second from an application credential");
    }

    private static Meter.Sample tokens(Cloud cloud, String body) {
        Meter.Call ask = turn -> cloud.identity("POST", "/auth/tokens", body).expect(201);
        Meter.sample(1000, 4, ask);
        return Meter.sample(3000, 4, ask);
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

    private static void deleteAll(Cloud cloud, List<String> servers) {
        Meter.sample(
                servers.size(),
                8,
                turn -> cloud.compute("DELETE", "/servers/" + servers.get(turn), null)
                        .expect(204));
        IntStream.range(0, servers.size()).forEach(turn -> cloud.awaitGone(servers.get(turn), LONG));
    }

    private static void print(String name, double value, String unit) {
        OUT.printf(Locale.ROOT, "%s: %.2f %s%n", name, value, unit);
    }
}
