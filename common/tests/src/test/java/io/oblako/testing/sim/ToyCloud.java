package io.oblako.testing.sim;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.RetryPolicy;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.SagaSettings;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cloud small enough to read: servers with quota, hosts with room, a switch outside of any transaction and nodes that
 * are told over the bus what to run and report what they run. It shows how a service's own world is simulated, and it
 * takes bugs, to prove that the simulation finds them.
 */
final class ToyCloud {

    /** Bugs to plant. */
    enum Bug {
        /** Plugging twice makes two plugs. */
        PLUG_IS_NOT_IDEMPOTENT,
        /** The host is claimed and never given back. */
        CLAIM_HAS_NO_UNDO,
        /** A worker that was thought dead goes on as if nobody had taken its saga over. */
        LEASE_IS_IGNORED_AFTER_RESUME,
        /** The switch obeys a worker that was thought dead after its successor has acted. */
        SWITCH_IGNORES_EPOCHS,
        /** A node believes an old message that comes late. */
        NODE_IGNORES_GENERATIONS,
        /** Unplugging fails when there is no plug. */
        UNDO_NEEDS_ITS_DO,
        /** Deleting does not wait until booting has turned back. */
        DELETE_OVERTAKES_BOOT,
        /** The quota is counted in memory, so a rolled back transaction leaves it counted. */
        QUOTA_IS_OUTSIDE_THE_TRANSACTION
    }

    record Server(String id, String status, @Nullable String fault, long generation) {
        Server is(String newStatus, @Nullable String newFault) {
            return new Server(id, newStatus, newFault, generation);
        }
    }

    record Desired(String server, String host, boolean run, long generation) {}

    record Report(String server, boolean runs, long generation) {}

    record Run(String host, boolean runs, long generation) {}

    record Work(String server, @Nullable String host, long ordered) {
        Work on(String newHost) {
            return new Work(server, newHost, ordered);
        }

        Work ordering(long generation) {
            return new Work(server, host, generation);
        }
    }

    static final int HOSTS = 4;
    static final int ROOM = 6;
    static final int QUOTA = 20;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Set<Bug> bugs;
    private final Simulation simulation;
    private final SimDatabase database;
    private final SimBus bus;
    private final SimSagas sagas;
    private final SimDatabase.Table<String, Server> servers;
    private final SimDatabase.Table<String, Integer> free;
    private final SimDatabase.Table<String, String> claims;
    private final SimDatabase.Table<String, String> quota;
    private final SimDatabase.Table<String, Report> reports;
    private final SimDatabase.Table<String, Run> nodes;
    /** The switch: it knows no transactions and survives our crashes. */
    private final Map<String, Integer> plugs = new TreeMap<>();

    /** The highest epoch of each saga that the switch has seen: its fence against workers that come back from the dead. */
    private final Map<UUID, Long> fence = new HashMap<>();

    /** Servers whose deletion was accepted. */
    private final Set<String> toBeGone = new TreeSet<>();

    private final Set<String> quotaInMemory = new TreeSet<>();
    final Saga<Work> boot;
    final Saga<Work> delete;

    ToyCloud(Simulation simulation, Bug... planted) {
        this.simulation = simulation;
        this.bugs = EnumSet.noneOf(Bug.class);
        this.bugs.addAll(List.of(planted));
        this.database = new SimDatabase(simulation.clock());
        this.bus = new SimBus(simulation, database);
        this.servers = database.table("server");
        this.free = database.table("free");
        this.claims = database.table("claim");
        this.quota = database.table("quota");
        this.reports = database.table("report");
        this.nodes = database.table("node");
        this.boot = bootSaga();
        this.delete = deleteSaga();
        SagaStore store = new MapSagaStore(database);
        this.sagas = new SimSagas(
                simulation,
                database,
                store,
                SagaSettings.STANDARD.withRetry(RetryPolicy.STANDARD),
                3,
                real -> has(Bug.LEASE_IS_IGNORED_AFTER_RESUME) ? new ForgetfulStore(real) : real);
        sagas.register(boot, delete);
        bus.receive("desired", Desired.class, this::nodeHears);
        bus.receive("report", Report.class, this::serviceHears);
        database.run(() -> {
            for (int i = 0; i < HOSTS; i++) {
                free.put("host-" + i, ROOM);
            }
        });
    }

    private Saga<Work> bootSaga() {
        Saga.Builder<Work> saga = Saga.named("boot", Work.class, Duration.ofMinutes(5));
        saga.step("reserve-quota", this::reserveQuota, this::releaseQuota);
        if (has(Bug.CLAIM_HAS_NO_UNDO)) {
            saga.step("claim-host", this::claimHost);
        } else {
            saga.step("claim-host", this::claimHost, this::releaseHost);
        }
        return saga.external("plug", this::plug, this::unplug)
                .step("power-on", this::powerOn, this::powerOff)
                .whenDone((work, _) -> change(work, "ACTIVE", null))
                .whenUndone((work, failure, _) -> turnedBack(work, failure))
                .build();
    }

    private Saga<Work> deleteSaga() {
        return Saga.named("delete", Work.class, Duration.ofHours(5))
                .step("wait-for-others", this::waitForOthers)
                .step("power-off", this::powerOff)
                .external("unplug", this::unplug)
                .step("release-host", this::releaseHost)
                .step("release-quota", this::releaseQuota)
                .whenDone((work, _) -> change(work, "DELETED", null))
                .build();
    }

    /** What users do: boot, and sometimes change their minds. */
    void fiftySagas() {
        int started = 0;
        for (int i = 0; started < 50; i++) {
            String id = "server-" + i;
            Duration at = Duration.ofMillis(simulation.random().nextInt(20_000));
            simulation.in(at, () -> request(() -> boot(id)));
            started++;
            if (started < 50 && simulation.random().nextInt(3) == 0) {
                Duration later = at.plusMillis(simulation.random().nextInt(10_000));
                simulation.in(later, () -> request(() -> delete(id)));
                started++;
            }
        }
    }

    private void request(Runnable handler) {
        database.run(handler);
    }

    private void boot(String id) {
        servers.put(id, new Server(id, "BUILD", null, 0));
        sagas.start(boot, id, null, new Work(id, null, 0));
    }

    private void delete(String id) {
        if (!servers.has(id)) {
            return;
        }
        sagas.cancel(id, "It is being deleted");
        database.afterCommit(() -> toBeGone.add(id));
        sagas.start(delete, id, null, new Work(id, null, 0));
    }

    /** Faults for a while; then they end, and now it must come right. */
    void run() {
        simulation.runFor(Duration.ofMinutes(2));
        sagas.heal();
        if (!sagas.runUntilAllEnded(Duration.ofMinutes(30))) {
            throw new AssertionError("Sagas have not ended");
        }
        simulation.runFor(Duration.ofSeconds(30));
    }

    // The steps.

    private Outcome<Work> reserveQuota(Work work, StepRun run) {
        if (has(Bug.QUOTA_IS_OUTSIDE_THE_TRANSACTION)) {
            quotaInMemory.add(work.server() + '#' + run.attempt() + run.epoch());
        }
        if (quota.size() >= QUOTA && !quota.has(work.server())) {
            return Outcome.failed(CommonError.OVER_QUOTA, "The quota of %d servers is used up".formatted(QUOTA));
        }
        if (simulation.refuses()) {
            throw new CloudException(CommonError.STALE, "Somebody was faster");
        }
        quota.put(work.server(), "one");
        return Outcome.done(work);
    }

    private Outcome<Work> releaseQuota(Work work, StepRun run) {
        quotaInMemory.removeIf(key -> key.startsWith(work.server() + '#'));
        quota.remove(work.server());
        return Outcome.done(work);
    }

    private Outcome<Work> claimHost(Work work, StepRun run) {
        for (String host : free.keys()) {
            int room = free.find(host).orElseThrow();
            if (room > 0) {
                free.put(host, room - 1);
                if (claims.has(work.server())) {
                    throw new AssertionError(work.server() + " claims two hosts");
                }
                claims.put(work.server(), host);
                return Outcome.done(work.on(host));
            }
        }
        return Outcome.failed(CommonError.CONFLICT, "No host has room");
    }

    private Outcome<Work> releaseHost(Work work, StepRun run) {
        claims.find(work.server()).ifPresent(host -> {
            free.put(host, free.find(host).orElseThrow() + 1);
            claims.remove(work.server());
        });
        return Outcome.done(work);
    }

    private Outcome<Work> plug(Work work, StepRun run) {
        if (simulation.refuses()) {
            throw new CloudException(CommonError.UNAVAILABLE, "The switch does not answer");
        }
        passFence(run);
        plugs.merge(work.server(), 1, has(Bug.PLUG_IS_NOT_IDEMPOTENT) ? Integer::sum : (_, one) -> one);
        if (simulation.refuses()) {
            throw new CloudException(CommonError.CONFLICT, "The switch refuses, half-way");
        }
        return Outcome.done(work);
    }

    private void passFence(StepRun run) {
        long highest = fence.merge(run.sagaId(), run.epoch(), Math::max);
        if (run.epoch() < highest && !has(Bug.SWITCH_IGNORES_EPOCHS)) {
            throw new CloudException(CommonError.STALE, "Another worker has the saga");
        }
    }

    private Outcome<Work> unplug(Work work, StepRun run) {
        passFence(run);
        if (has(Bug.UNDO_NEEDS_ITS_DO) && !plugs.containsKey(work.server())) {
            throw new IllegalStateException("There is no plug");
        }
        plugs.computeIfPresent(work.server(), (_, count) -> count == 1 ? null : count - 1);
        return Outcome.done(work);
    }

    private Outcome<Work> powerOn(Work work, StepRun run) {
        return order(work, true);
    }

    private Outcome<Work> powerOff(Work work, StepRun run) {
        if (work.host() == null) {
            String host = claims.find(work.server()).orElse(null);
            // Nothing was ever placed, so nothing runs.
            return host == null ? Outcome.done(work) : order(work.on(host).ordering(0), false);
        }
        return order(work, false);
    }

    /** Tells the node once what to do, then waits until it reports that it is so. */
    private Outcome<Work> order(Work work, boolean run) {
        Report report = reports.find(work.server()).orElse(null);
        String host = work.host();
        if (host == null) {
            throw new IllegalStateException("No host is known");
        }
        if (report != null && report.generation() >= work.ordered() && work.ordered() > 0 && report.runs() == run) {
            return Outcome.done(work.ordering(0));
        }
        Server server = servers.find(work.server()).orElseThrow();
        Work ordered = work;
        if (work.ordered() == 0 || server.generation() != work.ordered() || turned(work, run)) {
            long generation = server.generation() + 1;
            servers.put(server.id(), new Server(server.id(), server.status(), server.fault(), generation));
            bus.send("desired", new Desired(server.id(), host, run, generation));
            ordered = work.ordering(generation);
        }
        return Outcome.waiting(ordered, "report of " + host, LOOK_AGAIN);
    }

    /** Whether the last order in the context was the opposite: the saga has turned back while it waited. */
    private boolean turned(Work work, boolean run) {
        return !run
                && reports.find(work.server())
                        .map(report -> report.generation() >= work.ordered())
                        .orElse(true);
    }

    private Outcome<Work> waitForOthers(Work work, StepRun run) {
        boolean alone = sagas.unfinished(work.server()).stream()
                .allMatch(saga -> saga.id().equals(run.sagaId()));
        if (alone || has(Bug.DELETE_OVERTAKES_BOOT)) {
            return Outcome.done(work);
        }
        return Outcome.waiting(work, "the other sagas of the server", LOOK_AGAIN);
    }

    private void turnedBack(Work work, SagaFailure failure) {
        change(work, "ERROR", failure.message());
    }

    private void change(Work work, String status, @Nullable String fault) {
        servers.put(work.server(), servers.find(work.server()).orElseThrow().is(status, fault));
    }

    // The node, and what the service hears of it.

    private void nodeHears(Desired desired) {
        long known = nodes.find(desired.server()).map(Run::generation).orElse(0L);
        if (desired.generation() >= known || has(Bug.NODE_IGNORES_GENERATIONS)) {
            nodes.put(desired.server(), new Run(desired.host(), desired.run(), desired.generation()));
        }
        Run run = nodes.find(desired.server()).orElseThrow();
        bus.send("report", new Report(desired.server(), run.runs(), run.generation()));
    }

    private void serviceHears(Report report) {
        long known = reports.find(report.server()).map(Report::generation).orElse(0L);
        if (report.generation() >= known) {
            reports.put(report.server(), report);
            sagas.poke(report.server());
        }
    }

    long deaths() {
        return sagas.deaths();
    }

    long count(String status) {
        return servers.all().stream()
                .filter(server -> server.status().equals(status))
                .count();
    }

    // The checker.

    /** What is wrong, in words; empty when every invariant holds. */
    List<String> violations() {
        List<String> wrong = new ArrayList<>();
        Set<String> active = new TreeSet<>();
        for (Server server : servers.all()) {
            if (server.status().equals("ACTIVE")) {
                active.add(server.id());
            }
            if (toBeGone.contains(server.id()) != server.status().equals("DELETED")) {
                wrong.add("I14 %s is %s".formatted(server.id(), server.status()));
            }
            if (server.status().equals("BUILD")) {
                wrong.add("I10 %s never reached an end".formatted(server.id()));
            }
        }
        Set<String> counted = has(Bug.QUOTA_IS_OUTSIDE_THE_TRANSACTION) ? quotaInMemory : Set.copyOf(quota.keys());
        same(wrong, "I7 quota", counted.size(), active.size());
        same(wrong, "I8 claims", Set.copyOf(claims.keys()), active);
        int room = free.all().stream().mapToInt(Integer::intValue).sum();
        same(wrong, "I8 room", room, HOSTS * ROOM - active.size());
        same(wrong, "I3 plugs", plugs.keySet(), active);
        if (plugs.values().stream().anyMatch(count -> count != 1)) {
            wrong.add("I3 a server has several plugs");
        }
        Set<String> running = new TreeSet<>();
        nodes.keys().stream().filter(id -> nodes.find(id).orElseThrow().runs()).forEach(running::add);
        same(wrong, "I1, I2 running", running, active);
        for (String id : active) {
            String host = nodes.find(id).map(Run::host).orElse("none");
            same(wrong, "I1 host of " + id, host, claims.find(id).orElse("none"));
        }
        return wrong;
    }

    private static void same(List<String> wrong, String what, Object is, Object shouldBe) {
        if (!is.equals(shouldBe)) {
            wrong.add("%s: %s instead of %s".formatted(what, is, shouldBe));
        }
    }

    private boolean has(Bug bug) {
        return bugs.contains(bug);
    }
}
