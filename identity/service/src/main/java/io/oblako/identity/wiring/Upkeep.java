package io.oblako.identity.wiring;

import io.oblako.identity.domain.bootstrap.Bootstrap;
import io.oblako.identity.domain.bootstrap.BootstrapWishes;
import io.oblako.identity.domain.token.KeyRing;
import io.oblako.identity.domain.token.LogInGuard;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.tx.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts identity and keeps it, as far as only the database is needed: bootstrap, keys, what may be forgotten. */
@ApplicationScoped
class Upkeep {

    /** After messaging has made the topics, before token facts are read. */
    static final int EARLY = 100;

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final long ROUND_SECONDS = 10;
    private static final long KEYS_EVERY_ROUNDS = 360;

    private final Bootstrap bootstrap;
    private final KeyRing keys;
    private final Revoker revoker;
    private final LogInGuard guard;
    private final Transactions transactions;
    private final BootstrapWishes wishes;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("identity-upkeep").daemon(true).factory());
    private long rounds;

    Upkeep(
            Bootstrap bootstrap,
            KeyRing keys,
            Revoker revoker,
            LogInGuard guard,
            Transactions transactions,
            BootstrapWishes wishes) {
        this.bootstrap = bootstrap;
        this.keys = keys;
        this.revoker = revoker;
        this.guard = guard;
        this.transactions = transactions;
        this.wishes = wishes;
    }

    void onStart(@Observes @Priority(EARLY) StartupEvent start) {
        bootstrap.run(wishes);
        revoker.restore();
        var _ = thread.scheduleWithFixedDelay(this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        thread.shutdownNow();
    }

    private void round() {
        try {
            transactions.run(revoker::prune);
            guard.prune();
            if (rounds++ % KEYS_EVERY_ROUNDS == 0) {
                transactions.run(keys::maintain);
            }
            keys.reload();
        } catch (RuntimeException e) {
            LOG.warnf(e, "A round of upkeep failed: the next one comes in %d s", ROUND_SECONDS);
        }
    }
}
