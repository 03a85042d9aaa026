package io.oblako.web.mutation;

import io.oblako.messaging.JdbcInbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jboss.logging.Logger;

/** Removes, in small steps, what has been kept long enough: marks of the inbox and answers to idempotency keys. */
@ApplicationScoped
class Housekeeping {

    private static final Logger LOG = Logger.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int ROWS = 1_000;
    private static final int MOST_STEPS = 200;

    private final JdbcInbox inbox;
    private final IdempotencyKeys keys;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("housekeeping").daemon(true).factory());

    Housekeeping(JdbcInbox inbox, IdempotencyKeys keys) {
        this.inbox = inbox;
        this.keys = keys;
    }

    void onStart(@Observes StartupEvent start) {
        timer.scheduleWithFixedDelay(this::round, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        timer.shutdownNow();
    }

    void round() {
        try {
            int gone = all(inbox::prune) + all(keys::prune);
            LOG.debugf("%d old rows of inbox and idempotency are gone", gone);
        } catch (RuntimeException e) {
            LOG.warn("Old rows of inbox and idempotency stay until the next round", e);
        }
    }

    private static int all(IntUnaryOperator step) {
        int gone = 0;
        for (int i = 0; i < MOST_STEPS; i++) {
            int now = step.applyAsInt(ROWS);
            gone += now;
            if (now < ROWS) {
                break;
            }
        }
        return gone;
    }
}
