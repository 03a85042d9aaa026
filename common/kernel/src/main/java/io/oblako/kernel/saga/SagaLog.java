package io.oblako.kernel.saga;

import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.saga.SagaEffect.Act;
import io.oblako.kernel.saga.SagaEvent.StepFailed;
import io.oblako.kernel.saga.SagaEvent.StepFaltered;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** What the operator is told of sagas. Every line carries the fields {@code saga}, {@code request} and {@code project}. */
final class SagaLog {

    private static final Logger LOG = Logger.getLogger(Saga.class);

    private SagaLog() {}

    /** Runs the task on behalf of the request that led to the saga. */
    static <T> T within(SagaRecord saga, Supplier<T> task) {
        String project = saga.project() == null ? null : saga.project().value();
        Object before = MDC.get("saga");
        MDC.put("saga", saga.id().toString());
        try {
            return new RequestContext(saga.requestId(), project, saga.head().user()).get(task);
        } finally {
            MDC.remove("saga");
            if (before != null) {
                MDC.put("saga", before);
            }
        }
    }

    /** An exception of an external step; what it leads to is said when it is recorded. */
    static void threw(SagaRecord saga, Act act, SagaEvent event, Throwable fault) {
        if (event instanceof StepFaltered faltered && faltered.unexpected()) {
            LOG.warnf(fault, "Saga %s of %s: %s threw", saga.name(), saga.subject(), act.gateName());
        }
    }

    static void failed(SagaRecord before, SagaRecord after, Act act, SagaEvent event, @Nullable Throwable cause) {
        boolean turnedBack = before.state() == SagaState.RUNNING && after.state() != SagaState.RUNNING;
        SagaFailure failure = after.failure();
        if (after.state() == SagaState.STUCK && before.state() != SagaState.STUCK) {
            LOG.errorf(
                    cause, "Saga %s of %s is stuck: %s keeps failing", after.name(), after.subject(), act.gateName());
        } else if (turnedBack && failure != null) {
            boolean bug = failure.code().equals(CommonError.INTERNAL.name());
            Logger.Level level = bug ? Logger.Level.ERROR : Logger.Level.WARN;
            LOG.logf(
                    level,
                    cause,
                    "Saga %s of %s turns back at %s: %s, %s",
                    after.name(),
                    after.subject(),
                    failure.step(),
                    failure.code(),
                    failure.message());
        } else if (event instanceof StepFaltered faltered) {
            Logger.Level level = faltered.unexpected() ? Logger.Level.WARN : Logger.Level.DEBUG;
            LOG.logf(
                    level,
                    cause,
                    "Saga %s of %s repeats %s: %s",
                    after.name(),
                    after.subject(),
                    act.gateName(),
                    faltered.why());
        } else if (event instanceof StepFailed failed) {
            LOG.warnf(
                    cause,
                    "Saga %s of %s repeats %s: %s, %s",
                    after.name(),
                    after.subject(),
                    act.gateName(),
                    failed.code(),
                    failed.message());
        }
    }

    static void ended(SagaRecord saga) {
        SagaFailure failure = saga.failure();
        if (failure == null) {
            LOG.debugf("Saga %s of %s is done", saga.name(), saga.subject());
            return;
        }
        LOG.infof(
                "Saga %s of %s is undone after %s at %s", saga.name(), saga.subject(), failure.code(), failure.step());
    }
}
