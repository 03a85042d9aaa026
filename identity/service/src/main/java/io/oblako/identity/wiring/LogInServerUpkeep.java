package io.oblako.identity.wiring;

import io.oblako.identity.domain.bootstrap.BootstrapPeople;
import io.oblako.identity.domain.bootstrap.BootstrapWishes;
import io.oblako.identity.domain.people.SetPassword;
import io.oblako.identity.domain.people.SyncPeople;
import io.oblako.identity.keycloak.KeycloakLoginServer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps what is shared with the log-in server: the realm, the first people, changes made at its console, changes of
 * passwords that somebody began. In a thread of its own: a log-in server that does not answer must keep neither keys nor
 * revocations waiting. It may come up later than identity.
 */
@ApplicationScoped
class LogInServerUpkeep {

    private static final Logger LOG = Logger.getLogger(LogInServerUpkeep.class);
    /** Until the realm is there it is asked for this often. */
    private static final long PREPARE_SECONDS = 1;

    private static final long FAILED_PREPARATIONS_PER_LINE = 10;
    /** How soon a change at the log-in server's own console is looked for. */
    private static final long SYNC_SECONDS = 2;

    private static final long FAILURES_PER_LINE = 30;

    private final KeycloakLoginServer keycloak;
    private final BootstrapPeople people;
    private final BootstrapWishes wishes;
    private final SyncPeople sync;
    private final SetPassword passwords;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("identity-sync").daemon(true).factory());
    private volatile boolean peopleReady;
    private boolean realmReady;
    private long failedPreparations;

    LogInServerUpkeep(
            KeycloakLoginServer keycloak,
            BootstrapPeople people,
            BootstrapWishes wishes,
            SyncPeople sync,
            SetPassword passwords) {
        this.keycloak = keycloak;
        this.people = people;
        this.wishes = wishes;
        this.sync = sync;
        this.passwords = passwords;
    }

    /** After {@link Upkeep}, which makes the domain and the roles that people need. */
    void onStart(@Observes @Priority(Upkeep.EARLY + 1) StartupEvent start) {
        peopleReady = people.done(wishes);
        var _ = thread.scheduleWithFixedDelay(this::prepare, 0, PREPARE_SECONDS, TimeUnit.SECONDS);
        every(new Round("Changes of passwords could not be settled", passwords::settle));
        every(new Round("Users and groups could not be compared", sync::round));
    }

    private void every(Round round) {
        var _ = thread.scheduleWithFixedDelay(round, SYNC_SECONDS, SYNC_SECONDS, TimeUnit.SECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        thread.shutdownNow();
    }

    /** Whether the first operator and the nodes can log in; the log-in server need not be up for that. */
    boolean ready() {
        return peopleReady;
    }

    private void prepare() {
        if (realmReady) {
            return;
        }
        try {
            keycloak.ensureRealm();
            people.run(wishes);
            realmReady = true;
            peopleReady = true;
        } catch (RuntimeException e) {
            // Said once in some: a log-in server that takes its time must not fill the log.
            if (failedPreparations++ % FAILED_PREPARATIONS_PER_LINE == 0) {
                LOG.warnf(e, "The log-in server is not ready yet: trying again every %d s", PREPARE_SECONDS);
            }
        }
    }

    /** One thing that is done again and again, whatever comes of the others. */
    private final class Round implements Runnable {

        private final String failure;
        private final Runnable work;
        private long failures;

        private Round(String failure, Runnable work) {
            this.failure = failure;
            this.work = work;
        }

        @Override
        public void run() {
            if (!realmReady) {
                return;
            }
            try {
                work.run();
                failures = 0;
            } catch (RuntimeException e) {
                // Said at first and then once in some: a log-in server that is away for long must not fill the log.
                if (failures++ % FAILURES_PER_LINE == 0) {
                    LOG.warnf(e, "%s with the log-in server: trying again every %d s", failure, SYNC_SECONDS);
                }
            }
        }
    }
}
