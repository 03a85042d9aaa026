package io.oblako.kernel.saga;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.saga.SagaEvent.StepFailed;
import io.oblako.kernel.saga.SagaEvent.StepFaltered;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which exceptions mean "not just now", which mean "no", and which mean that we have a bug. */
final class SagaFaults {

    private static final int MAX_CAUSES = 20;

    private SagaFaults() {}

    static SagaEvent event(Throwable fault, Instant at) {
        Throwable cause = fault;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof CloudException known) {
                boolean passing = known.kind() == ErrorKind.UNAVAILABLE
                        || known.code().name().equals(CommonError.STALE.name());
                return passing
                        ? new StepFaltered(at, known.code().name() + ": " + known.sentence(), Duration.ZERO, false)
                        : new StepFailed(at, known.code().name(), known.sentence());
            }
            if (cause instanceof SQLException sql && passing(sql)) {
                return new StepFaltered(at, "Database: " + sql.getMessage(), Duration.ZERO, false);
            }
        }
        return new StepFaltered(at, fault.toString(), Duration.ZERO, true);
    }

    /**
     * Lost connections, deadlocks, serialization failures, exhausted resources, a server that shuts down.
     *
     * @see <a href="https://www.postgresql.org/docs/15/errcodes-appendix.html">PostgreSQL error codes</a>
     */
    private static boolean passing(SQLException sql) {
        if (sql instanceof SQLTransientException || sql instanceof SQLRecoverableException) {
            return true;
        }
        @Nullable String state = sql.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.equals("55P03"));
    }
}
