package io.oblako.testing.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.StepRun;
import io.oblako.testing.sim.SimDatabase;
import io.oblako.testing.sim.SimWorld;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SagaSuiteTest {

    enum Bug {
        NONE,
        UNDO_FORGOTTEN,
        DO_IS_NOT_REPEATABLE,
        UNDO_IS_NOT_REPEATABLE,
        UNDO_NEEDS_ITS_DO,
        UNDO_OF_A_WAITING_STEP_FORGOTTEN,
        WHEN_UNDONE_LEAVES_SOMETHING
    }

    record Meal(String guest, boolean ordered) {}

    /** A table is reserved, a plate is washed outside of any transaction, the kitchen is asked and waited for. */
    private static final class Restaurant extends SimWorld<Meal> {

        private final Bug bug;
        private final SimDatabase.Table<String, String> tables = database().table("tables");
        private final SimDatabase.Table<String, String> orders = database().table("orders");
        private final Map<String, Integer> plates = new TreeMap<>();

        Restaurant(Bug bug) {
            this.bug = bug;
        }

        @Override
        public Saga<Meal> saga() {
            Saga.Builder<Meal> saga =
                    Saga.named("dinner", Meal.class, Duration.ofMinutes(1)).step("reserve", this::reserve, this::leave);
            if (bug == Bug.UNDO_FORGOTTEN) {
                saga.external("wash-plate", this::wash);
            } else {
                saga.external("wash-plate", this::wash, this::putBack);
            }
            if (bug == Bug.UNDO_OF_A_WAITING_STEP_FORGOTTEN) {
                saga.step("cook", this::cook);
            } else {
                saga.step("cook", this::cook, this::throwAway);
            }
            return saga.whenDone((meal, _) -> tables.put(meal.guest(), "eating"))
                    .whenUndone((meal, failure, _) -> {
                        if (bug == Bug.WHEN_UNDONE_LEAVES_SOMETHING) {
                            tables.put(meal.guest(), failure.message());
                        }
                    })
                    .build();
        }

        private Outcome<Meal> reserve(Meal meal, StepRun run) {
            tables.put(meal.guest(), "reserved");
            return Outcome.done(meal);
        }

        private Outcome<Meal> leave(Meal meal, StepRun run) {
            tables.remove(meal.guest());
            return Outcome.done(meal);
        }

        private Outcome<Meal> wash(Meal meal, StepRun run) {
            plates.merge(meal.guest(), 1, bug == Bug.DO_IS_NOT_REPEATABLE ? Integer::sum : (_, one) -> one);
            return Outcome.done(meal);
        }

        private Outcome<Meal> putBack(Meal meal, StepRun run) {
            if (bug == Bug.UNDO_NEEDS_ITS_DO && !plates.containsKey(meal.guest())) {
                throw new IllegalStateException("There is no plate");
            }
            if (bug == Bug.UNDO_IS_NOT_REPEATABLE) {
                plates.merge(meal.guest(), -1, (count, less) -> count + less == 0 ? null : count + less);
            } else {
                plates.remove(meal.guest());
            }
            return Outcome.done(meal);
        }

        private Outcome<Meal> cook(Meal meal, StepRun run) {
            if (orders.find(meal.guest()).filter("cooked"::equals).isPresent()) {
                return Outcome.done(meal);
            }
            orders.put(meal.guest(), "ordered");
            return Outcome.waiting(new Meal(meal.guest(), true), "the kitchen", Duration.ofSeconds(1));
        }

        private Outcome<Meal> throwAway(Meal meal, StepRun run) {
            orders.remove(meal.guest());
            return Outcome.done(meal);
        }

        @Override
        public void answer() {
            database().run(() -> orders.keys().forEach(guest -> orders.put(guest, "cooked")));
        }

        @Override
        public Meal context() {
            return new Meal("guest", false);
        }

        @Override
        public Object fingerprint() {
            return super.fingerprint() + plates.toString();
        }
    }

    @BeforeAll
    static void beQuiet() {
        Logger.getLogger("io.oblako.kernel.saga").setLevel(Level.OFF);
    }

    @TestFactory
    Stream<DynamicTest> R4_aSoundSagaStandsEverything() {
        return SagaSuite.of(() -> new Restaurant(Bug.NONE));
    }

    @Test
    void theSuiteTriesEachStepAndEachUndo() {
        assertThat(SagaSuite.of(() -> new Restaurant(Bug.NONE)).map(DynamicTest::getDisplayName))
                .hasSizeGreaterThan(50)
                .contains(
                        "is undone from its last step",
                        "failed before reserve",
                        "failed after effect wash-plate",
                        "killed after commit cook, visit 2",
                        "repeated before wash-plate",
                        "cancelled before when-done",
                        "waits in vain: cook",
                        "repeated before undo-wash-plate",
                        "killed after effect undo-reserve",
                        "killed before when-undone");
    }

    @ParameterizedTest
    @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyPlantedBugIsFound(Bug bug) {
        assertThat(SagaSuite.failures(() -> new Restaurant(bug))).isNotEmpty();
    }
}
