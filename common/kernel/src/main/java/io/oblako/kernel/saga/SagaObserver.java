package io.oblako.kernel.saga;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the engine does, for traces and metrics: the kernel knows neither. It is called from many threads and must
 * not wait. By default it looks away.
 */
public interface SagaObserver {

    SagaObserver NOBODY = new SagaObserver() {};

    /**
     * The trace that the thread works in, kept with a saga that it starts, as W3C {@code traceparent}.
     *
     * @return absent when nobody traces
     */
    default @Nullable String trace() {
        return null;
    }

    /**
     * Runs an action of the saga as part of the trace it was started in, in this process or another, so that what the
     * action sends carries it on.
     *
     * @param step name of the step as the step gate has it
     */
    default <T> T traced(SagaRecord saga, String step, Supplier<T> action) {
        return action.get();
    }

    /** One turn of a worker has been committed and made the second of the first. */
    default void committed(SagaRecord before, SagaRecord after) {}

    /** How many sagas have not ended, over all replicas, counted every {@link SagaEngine#CENSUS}. */
    default void counted(List<SagaCount> unfinished) {}
}
