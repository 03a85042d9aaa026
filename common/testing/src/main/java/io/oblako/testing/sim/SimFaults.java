package io.oblako.testing.sim;

import java.util.Random;

/**
 * How hostile the world is: probabilities, 0 to 1.
 *
 * @param crash that a process dies at a point of a step (three points a step)
 * @param pause that a process stands still for longer than its lease, as under SIGSTOP, before it goes on
 * @param drop that a message is lost on its way and sent again much later
 * @param duplicate that a message arrives twice
 * @param slow that something takes a hundred times as long
 * @param refuse that something outside refuses for now; the world asks for it with {@link Simulation#refuses()}
 */
public record SimFaults(double crash, double pause, double drop, double duplicate, double slow, double refuse) {

    public static final SimFaults NONE = new SimFaults(0, 0, 0, 0, 0, 0);

    /** Some of the faults, some of them often: mixes that no single setting would make. */
    public static SimFaults swarm(Random random) {
        return new SimFaults(
                some(random, 0.08),
                some(random, 0.08),
                some(random, 0.3),
                some(random, 0.5),
                some(random, 0.2),
                some(random, 0.3));
    }

    private static double some(Random random, double most) {
        return random.nextInt(3) == 0 ? 0 : random.nextDouble() * most;
    }
}
