package io.oblako.testing.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.testing.sim.ToyCloud.Bug;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Design R3: the engine's own driver and machine under crashes, pauses beyond the lease, lost, repeated and overtaking
 * messages. {@code -Doblako.seeds=100000} runs more; {@code -Doblako.seed=17} runs one.
 */
class SagaSimulationTest {

    private static final long SEEDS = Long.getLong("oblako.seeds", 500);
    private static final long ONE_SEED = Long.getLong("oblako.seed", -1);
    private static final List<String> ENDS = List.of("ACTIVE", "ERROR", "DELETED");
    private static final long SEEDS_PER_BUG = 500;

    @BeforeAll
    static void beQuiet() {
        Logger.getLogger("io.oblako.kernel.saga").setLevel(Level.OFF);
    }

    @Test
    void everySagaEndsAndNothingIsLeftOverWhateverTheFaults() {
        long began = System.nanoTime();
        long happened = 0;
        long deaths = 0;
        long[] ends = new long[ENDS.size()];
        long first = ONE_SEED < 0 ? 0 : ONE_SEED;
        long last = ONE_SEED < 0 ? SEEDS : ONE_SEED + 1;
        for (long seed = first; seed < last; seed++) {
            Simulation simulation = new Simulation(seed);
            ToyCloud cloud = new ToyCloud(simulation);
            assertThat(violations(cloud)).as("seed %d", seed).isEmpty();
            happened += simulation.happened();
            deaths += cloud.deaths();
            for (int i = 0; i < ends.length; i++) {
                ends[i] += cloud.count(ENDS.get(i));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%d seeds x 50 sagas, %d events, %d deaths, %s %s: %.1f s%n",
                last - first, happened, deaths, ENDS, Arrays.toString(ends), seconds);
        if (last - first >= 100) {
            assertThat(deaths).as("deaths of processes").isGreaterThan(last - first);
            for (long count : ends) {
                assertThat(count).as("servers by their end").isGreaterThan(last - first);
            }
        }
        assertThat(seconds).isLessThan(60.0 * Math.max(1, (last - first) / 500.0));
    }

    @Test
    void theSameSeedIsTheSameStory() {
        Simulation once = new Simulation(7);
        Simulation again = new Simulation(7);
        violations(new ToyCloud(once));
        violations(new ToyCloud(again));
        assertThat(again.happened()).isEqualTo(once.happened()).isGreaterThan(500);
        assertThat(again.uuid()).isEqualTo(once.uuid());
    }

    @ParameterizedTest
    @EnumSource(Bug.class)
    void everyPlantedBugIsFound(Bug bug) {
        Optional<Long> found = Optional.empty();
        for (long seed = 0; seed < SEEDS_PER_BUG && found.isEmpty(); seed++) {
            if (!violations(new ToyCloud(new Simulation(seed), bug)).isEmpty()) {
                found = Optional.of(seed);
            }
        }
        assertThat(found).as("a seed that shows %s", bug).isPresent();
    }

    private static List<String> violations(ToyCloud cloud) {
        cloud.fiftySagas();
        try {
            cloud.run();
        } catch (AssertionError | IllegalStateException e) {
            return List.of(e.toString());
        }
        return cloud.violations();
    }
}
