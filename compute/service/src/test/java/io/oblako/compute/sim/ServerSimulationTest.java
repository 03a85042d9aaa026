package io.oblako.compute.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.domain.network.NetworkOrders;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.compute.domain.quota.Claim;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.domain.server.ServerFacts;
import io.oblako.compute.sim.SimTables.SimAllocations;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.testing.sim.SimClock;
import io.oblako.testing.sim.SimDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Design R3: the same classes as in production, one thread, one seed; everything must come right in the end. */
class ServerSimulationTest {

    private static final int SEEDS = Integer.getInteger("oblako.seeds", 500);
    private static final long FIRST = Long.getLong("oblako.seed", 1L);
    private static final Duration BUDGET = Duration.ofSeconds(60);
    /** A planted bug is to be found within so many seeds. */
    private static final int HUNT = 60;

    /** Tens of thousands of sagas that turn back by design say nothing new. */
    @BeforeAll
    static void quiet() {
        Logger.getLogger("io.oblako.kernel.saga").setLevel(Level.OFF);
    }

    @Test
    void afterFiftySagasInAHostileWorldEveryInvariantHolds() {
        long start = System.nanoTime();
        Map<Long, List<String>> broken = new TreeMap<>();
        long deaths = 0;
        long sagas = 0;
        long happened = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            SimWork work = new SimWork(seed, new SimCloud.Plan());
            List<String> violations = work.run();
            if (!violations.isEmpty()) {
                broken.put(seed, violations);
            }
            deaths += work.engine.deaths();
            sagas += work.sagas();
            happened += work.simulation.happened();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%d seeds, %d sagas, %d deaths, %d events in %d ms%n", SEEDS, sagas, deaths, happened, took.toMillis());
        assertThat(broken).isEmpty();
        assertThat(sagas).as("sagas begun").isGreaterThan(50L * SEEDS);
        assertThat(deaths).as("processes died").isGreaterThan(SEEDS / 4);
        assertThat(took).isLessThan(BUDGET);
    }

    /** Bugs of the kind that others have shipped. Each must be found, or the simulation is blind. */
    @ParameterizedTest(name = "a planted bug is found: {0}")
    @CsvSource({
        "hosts are overbooked, I8",
        "a claim is never given back, I8",
        "quota of deleted servers is kept, I7",
        "a change is not told, I12",
        "reports of other epochs count, I",
        "a host that failed is believed gone, I",
        "ports of deleted servers are kept, I4"
    })
    void aPlantedBugIsFound(String bug, String invariant) {
        for (long seed = 1; seed <= HUNT; seed++) {
            List<String> violations;
            try {
                violations = new SimWork(seed, planted(bug)).run();
            } catch (RuntimeException e) {
                return;
            }
            if (violations.stream().anyMatch(sentence -> sentence.startsWith(invariant))) {
                return;
            }
        }
        assertThat(bug).as("found within %d seeds", HUNT).isNull();
    }

    private static SimCloud.Plan planted(String bug) {
        return new SimCloud.Plan() {
            @Override
            Allocations allocations(SimAllocations real) {
                return switch (bug) {
                    case "hosts are overbooked" -> new Overbooking(real);
                    case "a claim is never given back" -> new Forgetful(real);
                    case "reports of other epochs count" -> new Credulous(real);
                    default -> real;
                };
            }

            @Override
            Quotas quotas(SimQuotas real) {
                return bug.startsWith("quota") ? new Miserly(real) : real;
            }

            @Override
            ServerFacts facts(ServerFacts real) {
                return bug.startsWith("a change")
                        ? server -> {
                            if (server.generation() % 7 != 0) {
                                real.publish(server);
                            }
                        }
                        : real;
            }

            @Override
            NetworkOrders networkOrders(NetworkOrders real) {
                return bug.startsWith("ports")
                        ? order -> {
                            if (!(order instanceof NetworkOrder.DeletePort)) {
                                real.send(order);
                            }
                        }
                        : real;
            }

            @Override
            List<NodeReport> reports(NodeReport report) {
                boolean failed =
                        report instanceof NodeReport.GuestSeen seen && seen.state() == NodeReport.GuestState.FAILED;
                return bug.startsWith("a host") && failed
                        ? List.of(gone((NodeReport.GuestSeen) report))
                        : List.of(report);
            }
        };
    }

    private static NodeReport gone(NodeReport.GuestSeen seen) {
        return new NodeReport.GuestSeen(
                seen.node(),
                seen.server(),
                seen.epoch(),
                seen.generation() + 100,
                NodeReport.GuestState.GONE,
                0,
                0,
                0,
                null,
                0,
                Map.of(),
                seen.requestId(),
                seen.at());
    }

    /** Compares with nothing. */
    private static final class Overbooking extends PlantedAllocations {
        Overbooking(SimAllocations real) {
            super(real);
        }

        @Override
        public boolean take(UUID server, String node, long epoch, Need need, Need capacity) {
            return real.take(server, node, epoch, need, Need.ENDLESS);
        }
    }

    private static final class Forgetful extends PlantedAllocations {
        Forgetful(SimAllocations real) {
            super(real);
        }

        @Override
        public void release(UUID server, String node) {
            if ((server.hashCode() & 3) != 0) {
                real.release(server, node);
            }
        }
    }

    /** Takes a report for the claim that is there now. */
    private static final class Credulous extends PlantedAllocations {
        Credulous(SimAllocations real) {
            super(real);
        }

        @Override
        public Optional<Allocation> see(UUID server, String node, long epoch, Sighting sighting) {
            return real.of(server).stream()
                    .findFirst()
                    .flatMap(any -> real.see(server, any.node(), any.epoch(), sighting));
        }
    }

    private static final class Miserly extends SimQuotas {
        private final SimQuotas real;

        Miserly(SimQuotas real) {
            super(new SimDatabase(new SimClock()));
            this.real = real;
        }

        @Override
        public int reserve(ProjectId project, List<UUID> servers, Claim each, int least) {
            return real.reserve(project, servers, each, least);
        }

        @Override
        public void change(ProjectId project, UUID server, Claim claim) {
            real.change(project, server, claim);
        }

        @Override
        public void release(UUID server) {
            if ((server.hashCode() & 1) != 0) {
                real.release(server);
            }
        }
    }
}
