package io.oblako.messaging;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.error.ErrorKind;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Which failures say "not just now": they are no reason to give a message up, however often they come. */
final class Passing {

    private static final int MAX_CAUSES = 20;

    private Passing() {}

    static boolean is(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause instanceof CloudException known) {
                return known.kind() == ErrorKind.UNAVAILABLE
                        || known.code().name().equals(CommonError.STALE.name());
            }
            if (cause instanceof KafkaException || (cause instanceof SQLException sql && passing(sql))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lost connections, no free connection in the pool (it gives no state), deadlocks, exhausted resources, a server that
     * shuts down.
     *
     * @see <a href="https://www.postgresql.org/docs/15/errcodes-appendix.html">PostgreSQL error codes</a>
     */
    private static boolean passing(SQLException sql) {
        if (sql instanceof SQLTransientException || sql instanceof SQLRecoverableException) {
            return true;
        }
        @Nullable String state = sql.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.equals("55P03");
    }
}
