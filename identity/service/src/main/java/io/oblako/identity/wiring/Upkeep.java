package io.oblako.identity.wiring;

import io.oblako.identity.domain.bootstrap.Bootstrap;
import io.oblako.identity.domain.bootstrap.BootstrapPeople;
import io.oblako.identity.domain.bootstrap.BootstrapWishes;
import io.oblako.identity.domain.bootstrap.BootstrapWishes.Api;
import io.oblako.identity.domain.bootstrap.BootstrapWishes.NodeCredential;
import io.oblako.identity.domain.people.SyncPeople;
import io.oblako.identity.domain.token.KeyRing;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.identity.keycloak.KeycloakLoginServer;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.tx.Transactions;
import io.oblako.web.config.OblakoConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts identity and keeps it: bootstrap, keys, forgotten revocations, changes at the log-in server. What needs only the
 * database is done before the first request; the log-in server may come up later.
 */
@ApplicationScoped
public class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    /** After messaging has made the topics, before token facts are read. */
    private static final int EARLY = 100;

    private static final long ROUND_SECONDS = 10;
    /** How soon a change at the log-in server's own console is looked for. */
    private static final long SYNC_SECONDS = 2;

    private static final long KEYS_EVERY_ROUNDS = 360;
    private static final long FAILURES_PER_LINE = 30;

    private final Bootstrap bootstrap;
    private final BootstrapPeople bootstrapPeople;
    private final KeycloakLoginServer keycloak;
    private final SyncPeople sync;
    private final KeyRing keys;
    private final Revoker revoker;
    private final Transactions transactions;
    private final BootstrapWishes wishes;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("identity-upkeep").daemon(true).factory());
    private final ScheduledExecutorService syncing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("identity-sync").daemon(true).factory());
    private volatile boolean peopleReady;
    private volatile boolean realmReady;
    private long failedSyncs;
    private long rounds;
    private long attempts;

    Upkeep(
            Bootstrap bootstrap,
            BootstrapPeople bootstrapPeople,
            KeycloakLoginServer keycloak,
            SyncPeople sync,
            KeyRing keys,
            Revoker revoker,
            Transactions transactions,
            OblakoConfig config,
            IdentityConfig identity) {
        this.bootstrap = bootstrap;
        this.bootstrapPeople = bootstrapPeople;
        this.keycloak = keycloak;
        this.sync = sync;
        this.keys = keys;
        this.revoker = revoker;
        this.transactions = transactions;
        this.wishes = wishes(config, identity);
    }

    private static BootstrapWishes wishes(OblakoConfig config, IdentityConfig identity) {
        NodeCredential node = identity.nodeCredential().id().isPresent()
                        && identity.nodeCredential().secret().isPresent()
                ? new NodeCredential(
                        identity.nodeCredential().id().get(),
                        Secret.of(identity.nodeCredential().secret().get()))
                : null;
        return new BootstrapWishes(
                config.region(),
                identity.adminPassword().map(Secret::of).orElse(null),
                node,
                List.of(
                        new Api("identity", "keystone", "Oblako identity", config.identityUrl()),
                        new Api("image", "glance", "Oblako image", config.imageUrl()),
                        new Api("compute", "nova", "Oblako compute", config.computeUrl())));
    }

    void onStart(@Observes @Priority(EARLY) StartupEvent start) {
        bootstrap.run(wishes);
        revoker.restore();
        peopleReady = bootstrapPeople.done(wishes);
        var _ = thread.scheduleWithFixedDelay(this::prepareLogIns, 0, 1, TimeUnit.SECONDS);
        var _ = thread.scheduleWithFixedDelay(this::round, ROUND_SECONDS, ROUND_SECONDS, TimeUnit.SECONDS);
        var _ = syncing.scheduleWithFixedDelay(this::compare, SYNC_SECONDS, SYNC_SECONDS, TimeUnit.SECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        thread.shutdownNow();
        syncing.shutdownNow();
    }

    /** Whether the first operator and the nodes can log in; the log-in server need not be up for that. */
    public boolean ready() {
        return peopleReady;
    }

    private void prepareLogIns() {
        if (realmReady) {
            return;
        }
        try {
            keycloak.ensureRealm();
            bootstrapPeople.run(wishes);
            realmReady = true;
            peopleReady = true;
        } catch (RuntimeException e) {
            // Said once in ten seconds: a log-in server that takes its time must not fill the log.
            if (attempts++ % ROUND_SECONDS == 0) {
                LOG.warnf(e, "The log-in server is not ready yet: trying again every second");
            }
        }
    }

    private void round() {
        try {
            transactions.run(revoker::prune);
            if (rounds++ % KEYS_EVERY_ROUNDS == 0) {
                transactions.run(keys::maintain);
            }
            keys.reload();
        } catch (RuntimeException e) {
            LOG.warnf(e, "A round of upkeep failed: the next one comes in %d s", ROUND_SECONDS);
        }
    }

    /** In a thread of its own: a log-in server that does not answer must keep neither keys nor revocations waiting. */
    private void compare() {
        if (!realmReady) {
            return;
        }
        try {
            sync.round();
            failedSyncs = 0;
        } catch (RuntimeException e) {
            // Said at first and then once in some: a log-in server that is away for long must not fill the log.
            if (failedSyncs++ % FAILURES_PER_LINE == 0) {
                LOG.warnf(
                        e,
                        "Users and groups could not be compared with the log-in server: trying again every %d s",
                        SYNC_SECONDS);
            }
        }
    }
}
