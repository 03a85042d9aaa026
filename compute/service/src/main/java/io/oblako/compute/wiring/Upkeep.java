package io.oblako.compute.wiring;

import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.persistence.PostgresServers;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.JdbcInbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The rounds that run by themselves: the scheduler's view is read anew, and what is old is forgotten. */
@ApplicationScoped
class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final int EARLY = 50;
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    private static final int BATCH = 5000;

    private final ComputeConfig config;
    private final Transactions transactions;
    private final Hosts hosts;
    private final FleetView fleet;
    private final Ratios ratios;
    private final PostgresServers servers;
    private final JdbcInbox inbox;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).name("upkeep").factory());
    private boolean quiet;

    Upkeep(
            ComputeConfig config,
            Transactions transactions,
            Hosts hosts,
            FleetView fleet,
            Ratios ratios,
            PostgresServers servers,
            JdbcInbox inbox,
            Clock clock) {
        this.config = config;
        this.transactions = transactions;
        this.hosts = hosts;
        this.fleet = fleet;
        this.ratios = ratios;
        this.servers = servers;
        this.inbox = inbox;
        this.clock = clock;
    }

    void onStart(@Observes @Priority(EARLY) StartupEvent start) {
        refresh();
        long every = config.scheduler().refresh().toMillis();
        var _ = timer.scheduleWithFixedDelay(guarded(this::refresh), every, every, TimeUnit.MILLISECONDS);
        long forget = FORGET_EVERY.toMillis();
        var _ = timer.scheduleWithFixedDelay(guarded(this::forget), forget, forget, TimeUnit.MILLISECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        timer.shutdownNow();
    }

    private void refresh() {
        fleet.replace(transactions.call(hosts::list).stream()
                .map(host -> host.view(ratios))
                .toList());
    }

    private void forget() {
        var before = clock.instant().minus(config.servers().rememberDeleted());
        int forgotten = transactions.call(() -> servers.forget(before, BATCH));
        int pruned = transactions.call(() -> inbox.prune(BATCH));
        LOG.debugf("Forgot %d deleted servers and %d marks of messages", forgotten, pruned);
    }

    /** A task of the timer must not throw, or it would never run again. Said once when it begins and once when it ends. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
                if (quiet) {
                    quiet = false;
                    LOG.info("The database answers again: hosts are read anew");
                }
            } catch (RuntimeException e) {
                if (!quiet) {
                    quiet = true;
                    LOG.warn("The database does not answer: the scheduler works with the hosts it knew", e);
                }
            }
        };
    }
}
