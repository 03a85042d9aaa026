package io.oblako.web.saga;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.oblako.kernel.saga.SagaCount;
import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaObserver;
import io.oblako.kernel.saga.SagaRecord;
import io.oblako.kernel.saga.StepTrace;
import io.oblako.messaging.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sagas as meters and as spans. Counted over all replicas, so that each replica says the same:
 *
 * <ul>
 *   <li>{@code oblako.sagas} (saga, state): those that have not ended;
 *   <li>{@code oblako.sagas.overdue} (saga): those of them whose deadline is over. More than none for more than a minute
 *       wants a hand.
 * </ul>
 *
 * Of this process:
 *
 * <ul>
 *   <li>{@code oblako.saga} (saga, state): time from start to end;
 *   <li>{@code oblako.saga.step} (saga, step): time from a step's first attempt until it was done, waiting included; an
 *       undo is called {@code undo-} and the step;
 *   <li>{@code oblako.saga.retries} (saga, step): attempts that failed and are repeated;
 *   <li>{@code oblako.saga.working}, {@code .queued}, {@code .resting}, {@code .started}: the engine itself.
 * </ul>
 */
public final class SagaTelemetry implements SagaObserver {

    private static final String SAGA = "saga";
    private static final String STATE = "state";
    private static final String STEP = "step";

    private final MeterRegistry meters;
    private final MultiGauge unfinished;
    private final MultiGauge overdue;

    public SagaTelemetry(MeterRegistry meters) {
        this.meters = meters;
        this.unfinished = MultiGauge.builder("oblako.sagas")
                .description("Sagas that have not ended, over all replicas")
                .register(meters);
        this.overdue = MultiGauge.builder("oblako.sagas.overdue")
                .description("Sagas past their deadline that have not ended, over all replicas")
                .register(meters);
    }

    /** Makes the meters of the engine itself. */
    public void measure(SagaEngine engine) {
        Gauge.builder("oblako.saga.working", engine, it -> it.stats().working()).register(meters);
        Gauge.builder("oblako.saga.queued", engine, it -> it.stats().queued()).register(meters);
        Gauge.builder("oblako.saga.resting", engine, it -> it.stats().resting()).register(meters);
        FunctionCounter.builder("oblako.saga.started", engine, it -> it.stats().started())
                .register(meters);
    }

    @Override
    public @Nullable String trace() {
        return Trace.current();
    }

    @Override
    public <T> T traced(SagaRecord saga, String step, Supplier<T> action) {
        return Trace.within(saga.name() + '.' + step, saga.head().traceparent(), action);
    }

    @Override
    public void committed(SagaRecord before, SagaRecord after) {
        for (StepTrace run : after.journal()) {
            Instant ended = run.endedAt();
            if (ended != null && !endedIn(before, run)) {
                Timer.builder("oblako.saga.step")
                        .description("From the first attempt of a step until it was done or undone")
                        .tags(Tags.of(SAGA, after.name(), STEP, run.undo() ? "undo-" + run.step() : run.step()))
                        .register(meters)
                        .record(Duration.between(run.startedAt(), ended));
            }
        }
        if (after.attempts() > before.attempts()) {
            Counter.builder("oblako.saga.retries")
                    .description("Attempts of steps that failed and are repeated")
                    .tags(Tags.of(SAGA, after.name(), STEP, after.undoing() ? "undo-" + after.step() : after.step()))
                    .register(meters)
                    .increment();
        }
        Instant over = after.endedAt();
        if (over != null && before.endedAt() == null) {
            Timer.builder("oblako.saga")
                    .description("From the start of a saga to its end")
                    .tags(Tags.of(
                            SAGA, after.name(), STATE, after.state().name().toLowerCase(Locale.ROOT)))
                    .register(meters)
                    .record(Duration.between(after.createdAt(), over));
        }
    }

    private static boolean endedIn(SagaRecord saga, StepTrace run) {
        return saga.trace(run.step(), run.undo())
                .filter(trace -> trace.endedAt() != null)
                .isPresent();
    }

    @Override
    public void counted(List<SagaCount> counts) {
        unfinished.register(
                counts.stream()
                        .map(count -> MultiGauge.Row.of(
                                Tags.of(
                                        SAGA,
                                        count.name(),
                                        STATE,
                                        count.state().name().toLowerCase(Locale.ROOT)),
                                count.sagas()))
                        .toList(),
                true);
        overdue.register(
                counts.stream()
                        .map(SagaCount::name)
                        .distinct()
                        .map(name -> MultiGauge.Row.of(Tags.of(SAGA, name), overdue(counts, name)))
                        .toList(),
                true);
    }

    private static int overdue(List<SagaCount> counts, String name) {
        return counts.stream()
                .filter(count -> count.name().equals(name))
                .mapToInt(SagaCount::overdue)
                .sum();
    }
}
