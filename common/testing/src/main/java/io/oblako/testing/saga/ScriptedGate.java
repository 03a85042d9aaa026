package io.oblako.testing.saga;

import io.oblako.kernel.saga.StepGate;
import io.oblako.testing.sim.SimCrash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Does one thing at one point of one saga, and remembers which steps were taken. */
final class ScriptedGate implements StepGate {

    enum Point {
        BEFORE,
        AFTER_EFFECT,
        AFTER_COMMIT
    }

    /**
     * What happens where.
     *
     * @param step name at the gate
     * @param visit 1 for the first time the step comes by
     */
    record Script(Point point, String step, int visit, Deed deed) {
        @Override
        public String toString() {
            return "%s %s %s%s"
                    .formatted(
                            deed.word(),
                            point.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            step,
                            visit == 1 ? "" : ", visit " + visit);
        }
    }

    /** What is done to a step. */
    enum Deed {
        FAIL("failed"),
        REPEAT("repeated"),
        CRASH("killed"),
        CANCEL("cancelled");

        private final String word;

        Deed(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    private final List<Script> scripts;
    private final Runnable cancel;
    private final List<String> taken = new ArrayList<>();
    private int acted;

    ScriptedGate(List<Script> scripts, Runnable cancel) {
        this.scripts = scripts;
        this.cancel = cancel;
    }

    /** The steps taken, in order, with repetitions. */
    List<String> taken() {
        return List.copyOf(taken);
    }

    /** How many of the scripts have been played. */
    int acted() {
        return acted;
    }

    @Override
    public boolean armed() {
        return true;
    }

    @Override
    public Order before(String saga, String step) {
        taken.add(step);
        return play(Point.BEFORE, step);
    }

    @Override
    public Order afterEffect(String saga, String step) {
        return play(Point.AFTER_EFFECT, step);
    }

    @Override
    public void afterCommit(String saga, String step) {
        play(Point.AFTER_COMMIT, step);
    }

    private Order play(Point point, String step) {
        int visit = (int) taken.stream().filter(step::equals).count();
        for (Script script : scripts) {
            if (script.point() == point && script.step().equals(step) && script.visit() == visit) {
                acted++;
                return switch (script.deed()) {
                    case FAIL -> Order.FAIL;
                    case REPEAT -> Order.REPEAT;
                    case CRASH -> throw new SimCrash(script.toString());
                    case CANCEL -> {
                        cancel.run();
                        yield Order.GO;
                    }
                };
            }
        }
        return Order.GO;
    }
}
