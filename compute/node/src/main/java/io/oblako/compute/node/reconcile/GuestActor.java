package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired.Guest;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.reconcile.Reconciliation.PowerButton;
import io.oblako.compute.node.reconcile.Reconciliation.Step;
import io.oblako.kernel.request.RequestContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one guest: whatever is done to it is done by the one thread that runs here. Its mailbox is the newest order
 * and one flag, so it can never be full. Each round looks, decides, acts, and looks again, until there is nothing to do.
 */
final class GuestActor {

    private static final Logger LOG = Logger.getLogger(GuestActor.class);

    /** More steps in one round mean that an action has no effect. The longest way (rebuild of a running guest) has seven. */
    private static final int MAX_STEPS = 16;

    static final int MAX_ATTEMPTS = 8;
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LAST_RETRY = Duration.ofSeconds(20);

    private static final int IDLE = 0;
    private static final int RUNNING = 1;
    private static final int AGAIN = 2;

    private final UUID server;
    private final Hypervisor hypervisor;
    private final NodeContext node;
    private final AtomicInteger mailbox = new AtomicInteger(IDLE);

    private volatile @Nullable Order order;

    // Touched only by the thread that runs a round.
    private @Nullable PowerButton button;
    private @Nullable Order handled;
    private int attempts;
    private long retryAtNanos;
    private @Nullable Failure failed;
    private @Nullable GuestSeen told;
    private Map<String, Long> timings = new LinkedHashMap<>();
    private volatile boolean mustTellAgain;
    private volatile @Nullable GuestState state;

    /** @param trace of the request that led to it; absent when nobody traces */
    private record Order(
            Guest guest, long arrivedNanos, @Nullable String trace) {}

    GuestActor(UUID server, Hypervisor hypervisor, NodeContext node) {
        this.server = server;
        this.hypervisor = hypervisor;
        this.node = node;
    }

    /**
     * Takes in a newer order; an older one than the one known is left out.
     *
     * @param trace of the request that led to it; absent when nobody traces
     */
    void order(Guest newer, @Nullable String trace) {
        Order known = order;
        if (known == null
                || newer.epoch() > known.guest().epoch()
                || (newer.epoch() == known.guest().epoch()
                        && newer.generation() >= known.guest().generation())) {
            if (known == null || !newer.equals(known.guest())) {
                order = new Order(newer, node.nanos(), trace);
            }
        }
        poke();
    }

    /** There is no wish about this guest any more. */
    void withdraw() {
        order = null;
        poke();
    }

    @Nullable
    Guest order() {
        Order current = order;
        return current == null ? null : current.guest();
    }

    /** What was reported last; absent before the first report. */
    @Nullable
    GuestState state() {
        return state;
    }

    /** The last report may have been lost: say it again in the next round. */
    void tellAgain() {
        mustTellAgain = true;
    }

    /** Asks for a round soon. Any thread, returns at once. */
    void poke() {
        if (mailbox.getAndUpdate(was -> was == IDLE ? RUNNING : AGAIN) == IDLE) {
            node.execute(this::work);
        }
    }

    boolean idle() {
        return mailbox.get() == IDLE;
    }

    private void work() {
        do {
            mailbox.set(RUNNING);
            Order current = order;
            try {
                context(current).run(this::round);
            } catch (RuntimeException e) {
                // The actor itself must not end: the next round looks again.
                LOG.errorf(e, "A round for guest %s failed", server);
            }
        } while (!mailbox.compareAndSet(RUNNING, IDLE));
    }

    private static RequestContext context(@Nullable Order current) {
        return current == null || current.guest().requestId().isEmpty()
                ? RequestContext.fresh()
                : new RequestContext(
                        current.guest().requestId(), current.guest().project(), null);
    }

    private void round() {
        try {
            for (int steps = 0; steps < MAX_STEPS; steps++) {
                if (!step()) {
                    return;
                }
            }
            throw GuestFailure.passing(
                    "NO_PROGRESS", "The server does not become as wished", MAX_STEPS + " steps without an end");
        } catch (GuestFailure failure) {
            handle(failure);
        } catch (RuntimeException bug) {
            handle(GuestFailure.passing("NODE_ERROR", "The host could not do this", bug));
        }
    }

    /** @return whether something was done, so that another look is needed */
    private boolean step() {
        Order current = order;
        if (!Objects.equals(current, handled)) {
            handled = current;
            attempts = 0;
            retryAtNanos = node.nanos();
            failed = null;
            timings = new LinkedHashMap<>();
        }
        Guest guest = current == null ? null : current.guest();
        ActualGuest actual = hypervisor.observe(server);
        forgetButton(guest, actual);
        return switch (Reconciliation.next(guest, actual, button, node.standing(), node.nanos())) {
            case Step.Do(Action action) -> act(current, actual, action);
            case Step.Wait(long untilNanos) -> {
                node.later(this::poke, untilNanos);
                yield false;
            }
            case Step.Settled(GuestState settled, Failure failure) -> {
                button = null;
                attempts = 0;
                tell(current, actual, settled, failure);
                if (guest == null && settled == GuestState.GONE) {
                    node.gone(server);
                }
                yield false;
            }
            case Step.Leave() -> false;
        };
    }

    /** @return whether it was done: not when it was given up, and not before its next attempt is due */
    private boolean act(@Nullable Order current, ActualGuest actual, Action action) {
        if (action instanceof Action.Kill) {
            // A guest that must not run is never left running because something else about it went wrong.
            perform(current, actual, action);
            return true;
        }
        Failure known = failed;
        if (known != null) {
            tell(current, actual, GuestState.FAILED, known);
            return false;
        }
        if (node.nanos() - retryAtNanos < 0) {
            node.later(this::poke, retryAtNanos);
            return false;
        }
        perform(current, actual, action);
        return true;
    }

    private void forgetButton(@Nullable Guest guest, ActualGuest actual) {
        boolean rebooting =
                guest != null && guest.wish() == Wish.RUNNING && actual.record().softReboots() < guest.softReboots();
        boolean stopping = guest != null && guest.wish() == Wish.STOPPED;
        if (!rebooting && !stopping) {
            button = null;
        }
    }

    private void perform(@Nullable Order current, ActualGuest actual, Action action) {
        LOG.debugf("Guest %s: %s", server, action.step());
        if (action instanceof Action.PrepareDisks) {
            tell(current, actual, GuestState.PREPARING, null);
        }
        if (action instanceof Action.PressPowerButton && current != null) {
            long timeout = Duration.ofSeconds(Math.max(0, current.guest().spec().shutdownTimeoutSeconds()))
                    .toNanos();
            button = new PowerButton(node.nanos() + timeout);
        }
        node.traced(
                "node." + action.step(), trace(current), () -> hypervisor.perform(server, action, progress(current)));
        mark(current, action.step());
        node.performed(action);
    }

    private Progress progress(@Nullable Order current) {
        return new Progress() {
            @Override
            public void mark(String step) {
                GuestActor.this.mark(current, step);
            }

            @Override
            public boolean cancelled() {
                Order newest = order;
                return newest == null
                        || !node.standing().permits(newest.guest())
                        || (!newest.equals(current)
                                && (newest.guest().wish() == Wish.ABSENT
                                        || current == null
                                        || newest.guest().diskGeneration()
                                                != current.guest().diskGeneration()));
            }
        };
    }

    private void mark(@Nullable Order current, String step) {
        if (current != null) {
            timings.putIfAbsent(step, (node.nanos() - current.arrivedNanos()) / 1_000_000);
        }
    }

    private void handle(GuestFailure failure) {
        if (failure.kind() == GuestFailure.Kind.CANCELLED) {
            poke();
            return;
        }
        attempts++;
        boolean last = failure.kind() == GuestFailure.Kind.PERMANENT || attempts >= MAX_ATTEMPTS;
        LOG.warnf(
                failure,
                "Guest %s: %s (attempt %d%s) %s",
                server,
                failure.sentence(),
                attempts,
                last ? ", given up until the wish changes" : "",
                failure.detail() == null ? "" : failure.detail());
        node.failed(failure);
        if (last && mayGiveUp()) {
            failed = new Failure(failure.code(), failure.sentence(), failure.detail());
            tell(handled, hypervisor.observe(server), GuestState.FAILED, failed);
            return;
        }
        long shift = Math.min(attempts - 1, 10);
        long pause = Math.min(FIRST_RETRY.toNanos() << shift, LAST_RETRY.toNanos());
        retryAtNanos = node.nanos() + pause;
        node.later(this::poke, retryAtNanos);
    }

    /** Removing is never given up: what is left would cost the host for ever. */
    private boolean mayGiveUp() {
        Order current = handled;
        return current != null && current.guest().wish() != Wish.ABSENT;
    }

    private void tell(@Nullable Order current, ActualGuest actual, GuestState newState, @Nullable Failure failure) {
        state = newState;
        GuestSeen last = told;
        long epoch = current == null ? actual.record().epoch() : current.guest().epoch();
        long generation =
                current == null ? actual.record().generation() : current.guest().generation();
        if (current == null && last != null) {
            epoch = last.epoch();
            generation = last.generation();
        }
        var seen = new GuestSeen(
                node.name(),
                server,
                epoch,
                generation,
                newState,
                actual.record().diskGeneration(),
                actual.record().softReboots(),
                actual.record().hardReboots(),
                failure,
                actual.rootDiskBytes(),
                timings,
                current == null ? "" : current.guest().requestId(),
                node.now());
        if (last != null && !mustTellAgain && sameNews(last, seen)) {
            return;
        }
        mustTellAgain = false;
        told = seen;
        boolean news = last == null || last.state() != newState;
        node.traced("node.report", trace(current), () -> report(seen, news));
    }

    private void report(GuestSeen seen, boolean news) {
        if (news) {
            Failure failure = seen.failure();
            LOG.infof("Guest %s is %s%s", server, seen.state(), failure == null ? "" : ": " + failure.message());
        }
        var _ = node.report(server.toString(), seen).whenComplete((_, lost) -> {
            if (lost != null) {
                mustTellAgain = true;
            }
        });
    }

    private static @Nullable String trace(@Nullable Order order) {
        return order == null ? null : order.trace();
    }

    private static boolean sameNews(GuestSeen a, GuestSeen b) {
        return a.epoch() == b.epoch()
                && a.generation() == b.generation()
                && a.state() == b.state()
                && a.diskGeneration() == b.diskGeneration()
                && a.softReboots() == b.softReboots()
                && a.hardReboots() == b.hardReboots()
                && Objects.equals(a.failure(), b.failure());
    }
}
