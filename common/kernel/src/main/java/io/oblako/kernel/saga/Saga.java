package io.oblako.kernel.saga;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that outlives its request: steps in order, each with its undo. It either does all of them or undoes
 * those it did; it survives the death of its process and ends by its deadline.
 *
 * <pre>{@code
 * static final Saga<BootContext> BOOT = Saga.named("boot-instance", BootContext.class, Duration.ofMinutes(10))
 *         .step("claim-host", BootContext::claimHost, BootContext::releaseHost)
 *         .step("fetch-image", BootContext::fetchImage)          // nothing to undo: the cache keeps it
 *         .external("plug", BootContext::plug, BootContext::unplug)
 *         .whenUndone(BootContext::putIntoError)
 *         .build();
 * }</pre>
 *
 * @param <C> what the steps hand on: an immutable record that Jackson can write and read. A field is only ever added,
 *     because a saga may be resumed by the next release
 */
public final class Saga<C> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final String name;
    private final Class<C> contextType;
    private final Duration deadline;
    private final Map<String, Step<C>> steps;
    private final Step.@Nullable WhenDone<C> whenDone;
    private final Step.@Nullable WhenUndone<C> whenUndone;

    private Saga(Builder<C> builder) {
        this.name = builder.name;
        this.contextType = builder.contextType;
        this.deadline = builder.deadline;
        this.steps = new LinkedHashMap<>();
        for (Step<C> step : builder.steps) {
            if (step.name().equals(SagaRecord.WHEN_DONE)
                    || step.name().equals(SagaRecord.WHEN_UNDONE)
                    || step.name().startsWith("undo-")) {
                throw new IllegalArgumentException("The name %s is taken by the engine".formatted(step.name()));
            }
            if (steps.put(step.name(), step) != null) {
                throw new IllegalArgumentException("Saga %s has two steps %s".formatted(name, step.name()));
            }
        }
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("Saga %s has no step".formatted(name));
        }
        this.whenDone = builder.whenDone;
        this.whenUndone = builder.whenUndone;
    }

    /**
     * @param name unique in the service, lower case with dashes
     * @param deadline from its start until it gives up and turns back; undoing has no deadline
     */
    public static <C> Builder<C> named(String name, Class<C> contextType, Duration deadline) {
        return new Builder<>(name, contextType, deadline);
    }

    public String name() {
        return name;
    }

    public Class<C> contextType() {
        return contextType;
    }

    public Duration deadline() {
        return deadline;
    }

    /** In the order in which they are done. */
    public List<Step<C>> steps() {
        return List.copyOf(steps.values());
    }

    /** @throws IllegalArgumentException when there is no such step */
    public Step<C> step(String stepName) {
        Step<C> step = steps.get(stepName);
        if (step == null) {
            throw new IllegalArgumentException("Saga %s has no step %s".formatted(name, stepName));
        }
        return step;
    }

    Step.@Nullable WhenDone<C> whenDone() {
        return whenDone;
    }

    Step.@Nullable WhenUndone<C> whenUndone() {
        return whenUndone;
    }

    @Override
    public String toString() {
        return name + steps.keySet();
    }

    /** Collects the steps of a saga; not thread-safe. */
    public static final class Builder<C> {

        private final String name;
        private final Class<C> contextType;
        private final Duration deadline;
        private final List<Step<C>> steps = new ArrayList<>();
        private Step.@Nullable WhenDone<C> whenDone;
        private Step.@Nullable WhenUndone<C> whenUndone;

        private Builder(String name, Class<C> contextType, Duration deadline) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("A saga is named by lower-case letters, digits and dashes: " + name);
            }
            if (deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException("Saga %s needs a deadline after its start".formatted(name));
            }
            this.name = name;
            this.contextType = contextType;
            this.deadline = deadline;
        }

        /** A step whose action runs inside the transaction that records it: its effect on our tables is exactly once. */
        public Builder<C> step(String step, Step.Action<C> does, Step.Action<C> undoes) {
            steps.add(new Step<>(step, does, undoes, false));
            return this;
        }

        /** Such a step without an undo. A comment beside it says why there is nothing to undo. */
        public Builder<C> step(String step, Step.Action<C> does) {
            steps.add(new Step<>(step, does, null, false));
            return this;
        }

        /** A step that acts outside of any transaction: repeatable, because a crash before its record repeats it. */
        public Builder<C> external(String step, Step.Action<C> does, Step.Action<C> undoes) {
            steps.add(new Step<>(step, does, undoes, true));
            return this;
        }

        /** Such a step without an undo. A comment beside it says why there is nothing to undo. */
        public Builder<C> external(String step, Step.Action<C> does) {
            steps.add(new Step<>(step, does, null, true));
            return this;
        }

        /** Runs in the transaction that makes the saga DONE. When it fails, the saga turns back. */
        public Builder<C> whenDone(Step.WhenDone<C> action) {
            whenDone = action;
            return this;
        }

        /** Runs in the transaction that makes the saga UNDONE, for example to put the subject into ERROR. */
        public Builder<C> whenUndone(Step.WhenUndone<C> action) {
            whenUndone = action;
            return this;
        }

        public Saga<C> build() {
            return new Saga<>(this);
        }
    }
}
