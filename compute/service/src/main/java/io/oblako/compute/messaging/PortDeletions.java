package io.oblako.compute.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.compute.domain.network.DeletedPorts;
import io.oblako.compute.domain.server.DetachLostInterface;
import io.oblako.compute.domain.server.DetachLostInterface.Lost;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.tx.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks, in rounds, for servers whose ports were deleted, and has them let the interfaces go. Each replica does it: the one
 * that comes second finds a server that is busy with it, or the interface gone.
 */
@ApplicationScoped
class PortDeletions {

    private static final Logger LOG = Logger.getLogger(PortDeletions.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Ports that are looked up in one statement. */
    private static final int BATCH = 500;

    private static final int MOST_BATCHES = 20;

    private final NetworkProjection projection;
    private final DeletedPorts ports;
    private final DetachLostInterface detach;
    private final Transactions transactions;
    private final Counter detached;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon(true).name("deleted-ports").factory());
    private boolean quiet;

    PortDeletions(
            NetworkProjection projection,
            DeletedPorts ports,
            DetachLostInterface detach,
            Transactions transactions,
            MeterRegistry meters) {
        this.projection = projection;
        this.ports = ports;
        this.detach = detach;
        this.transactions = transactions;
        this.detached = Counter.builder("oblako.interfaces.lost")
                .description("Interfaces that servers were told to let go because their ports were deleted")
                .register(meters);
        Gauge.builder("oblako.ports.deleted", ports, DeletedPorts::size)
                .description("Deleted ports that a server may still have")
                .register(meters);
    }

    void onStart(@Observes StartupEvent start) {
        var _ = timer.scheduleWithFixedDelay(
                this::guardedRound, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void onStop(@Observes ShutdownEvent stop) {
        timer.shutdownNow();
    }

    /** A task of the timer must not throw, or it would never run again. */
    private void guardedRound() {
        try {
            round();
            quiet = false;
        } catch (RuntimeException e) {
            if (!quiet) {
                quiet = true;
                LOG.warn("Servers whose ports were deleted are looked for later", e);
            }
        }
    }

    /** Not before all that was told of ports is known: a tombstone may be followed by a fact of the same port. */
    private void round() {
        if (!projection.knowsAllPorts()) {
            return;
        }
        long leftOut = ports.leftOut();
        if (leftOut > 0) {
            LOG.warnf("%d deleted ports are not looked at before the next start: too many went at once", leftOut);
        }
        List<UUID> due = ports.due(BATCH);
        for (int batch = 1; !due.isEmpty(); batch++) {
            look(due);
            due = batch < MOST_BATCHES ? ports.due(BATCH) : List.of();
        }
    }

    private void look(List<UUID> due) {
        List<Lost> found = transactions.call(() -> detach.find(due));
        List<UUID> settled = new ArrayList<>(due);
        settled.removeAll(found.stream().map(Lost::port).toList());
        ports.forget(settled);
        for (Lost lost : found) {
            ports.request(lost.port()).ifPresent(request -> detach(lost, request));
        }
    }

    private void detach(Lost lost, RequestContext deletion) {
        RequestContext request = deletion.with(lost.server().project().value(), null);
        request.run(() -> {
            try {
                if (transactions.call(() -> detach.detach(lost))) {
                    detached.increment();
                    LOG.infof(
                            "Port %s was deleted: server %s lets the interface go",
                            lost.port(), lost.server().id());
                }
            } catch (CloudException e) {
                LOG.debugf(
                        e,
                        "Server %s lets the interface of port %s go later",
                        lost.server().id(),
                        lost.port());
            }
        });
    }
}
