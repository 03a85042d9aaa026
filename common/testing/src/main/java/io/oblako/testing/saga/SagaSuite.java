package io.oblako.testing.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.saga.SagaState;
import io.oblako.testing.saga.ScriptedGate.Deed;
import io.oblako.testing.saga.ScriptedGate.Point;
import io.oblako.testing.saga.ScriptedGate.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * What every saga must stand (design R4): each step fails, is repeated, dies before and after its effect and its commit,
 * is cancelled, and waits in vain until the deadline; each undo is repeated and dies. Whatever happens, the saga ends,
 * and the world is the one before or the one after.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> bootStandsEverything() {
 *     return SagaSuite.of(BootWorld::new);
 * }
 * }</pre>
 */
public final class SagaSuite<C> {

    private final Supplier<? extends SagaWorld<C>> worlds;
    private final Object before;
    private final Object done;
    private final List<String> steps;
    private final List<String> undos;
    private final Map<String, Executable> cases = new LinkedHashMap<>();

    private SagaSuite(Supplier<? extends SagaWorld<C>> worlds) {
        this.worlds = worlds;
        SagaWorld<C> reference = worlds.get();
        this.before = reference.fingerprint();
        SagaCase<C> happy = new SagaCase<>(reference, List.of(), null);
        assertThat(happy.run()).as("the undisturbed saga: %s", happy.view()).isEqualTo(SagaState.DONE);
        this.done = reference.fingerprint();
        this.steps = happy.gate().taken();
        SagaCase<C> failing = new SagaCase<>(worlds.get(), List.of(lastFails()), null);
        assertThat(failing.run()).as("the saga whose last step fails").isEqualTo(SagaState.UNDONE);
        this.undos = failing.gate().taken().stream()
                .filter(step -> !steps.contains(step))
                .toList();
    }

    /** All cases as tests. */
    public static <C> Stream<DynamicTest> of(Supplier<? extends SagaWorld<C>> worlds) {
        return cases(worlds).entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), entry.getValue()));
    }

    /** Names of the cases that fail; for those who test their tests with planted bugs. */
    public static <C> List<String> failures(Supplier<? extends SagaWorld<C>> worlds) {
        Map<String, Executable> cases;
        try {
            cases = cases(worlds);
        } catch (AssertionError e) {
            return List.of("undisturbed or undone: " + e.getMessage());
        }
        List<String> failures = new ArrayList<>();
        cases.forEach((name, test) -> {
            try {
                test.execute();
            } catch (Throwable e) {
                failures.add(name);
            }
        });
        return failures;
    }

    private static <C> Map<String, Executable> cases(Supplier<? extends SagaWorld<C>> worlds) {
        SagaSuite<C> suite = new SagaSuite<>(worlds);
        suite.disturbSteps();
        suite.disturbUndos();
        return suite.cases;
    }

    private Script lastFails() {
        String last = steps.getLast();
        return new Script(Point.AFTER_EFFECT, last, visits(steps, last), Deed.FAIL);
    }

    private void disturbSteps() {
        cases.put("is undone from its last step", () -> check(SagaState.UNDONE, List.of(lastFails())));
        for (Visit visit : visits(steps)) {
            on(visit, Deed.FAIL, SagaState.UNDONE, Point.BEFORE, Point.AFTER_EFFECT);
            on(visit, Deed.CRASH, SagaState.DONE, Point.values());
            on(visit, Deed.CANCEL, SagaState.UNDONE, Point.BEFORE);
            if (!visit.step().equals(steps.getLast())) {
                on(visit, Deed.CANCEL, SagaState.UNDONE, Point.AFTER_COMMIT);
            }
            if (worlds.get().mayRepeat(visit.step())) {
                on(visit, Deed.REPEAT, SagaState.DONE, Point.BEFORE);
            }
            if (visit.number() > 1) {
                String step = visit.step();
                cases.put("waits in vain: " + step, () -> {
                    SagaWorld<C> world = worlds.get();
                    SagaCase<C> saga = new SagaCase<>(world, List.of(), step);
                    verify(world, saga, SagaState.UNDONE);
                });
            }
        }
    }

    private void disturbUndos() {
        for (Visit visit : visits(undos)) {
            for (Point point : Point.values()) {
                undo(new Script(point, visit.step(), visit.number(), Deed.CRASH));
            }
            undo(new Script(Point.AFTER_EFFECT, visit.step(), visit.number(), Deed.FAIL));
            if (worlds.get().mayRepeat(visit.step())) {
                undo(new Script(Point.BEFORE, visit.step(), visit.number(), Deed.REPEAT));
            }
        }
    }

    private void on(Visit visit, Deed deed, SagaState end, Point... points) {
        for (Point point : points) {
            Script script = new Script(point, visit.step(), visit.number(), deed);
            cases.put(script.toString(), () -> check(end, List.of(script)));
        }
    }

    private void undo(Script script) {
        cases.put(script.toString(), () -> check(SagaState.UNDONE, List.of(lastFails(), script)));
    }

    private void check(SagaState end, List<Script> scripts) {
        SagaWorld<C> world = worlds.get();
        SagaCase<C> saga = new SagaCase<>(world, scripts, null);
        verify(world, saga, end);
        assertThat(saga.gate().acted()).as("scripts played").isEqualTo(scripts.size());
    }

    private void verify(SagaWorld<C> world, SagaCase<C> saga, SagaState end) {
        assertThat(world.fingerprint()).as("a fresh world").isEqualTo(before);
        assertThat(saga.run()).as("end of %s", saga.view()).isEqualTo(end);
        assertThat(world.fingerprint())
                .as("world after a saga that is %s: %s", end, saga.view())
                .isEqualTo(end == SagaState.DONE ? done : before);
    }

    private record Visit(String step, int number) {}

    private static List<Visit> visits(List<String> taken) {
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            visits.add(new Visit(taken.get(i), visits(taken.subList(0, i + 1), taken.get(i))));
        }
        return visits;
    }

    private static int visits(Collection<String> taken, String step) {
        return (int) taken.stream().filter(step::equals).count();
    }
}
