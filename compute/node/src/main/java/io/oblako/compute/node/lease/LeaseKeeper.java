package io.oblako.compute.node.lease;

import io.oblako.compute.contracts.NodeDesired.Lease;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * What a node knows of its right to run guests. It is fenced when an answer says so, or when the epoch of an answer is
 * newer than its own: it was given up while it was away. Then all guests are stopped first, and only after that is the
 * newer epoch taken over. A lease that merely runs out stops only the guests that are bound to it
 * (docs/adr/0050-node-lease.md): an outage of the control plane must not become an outage of the others. Thread-safe.
 */
public final class LeaseKeeper {

    private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

    /**
     * What a daemon that has just started may assume: whether the run before it held a lease is not known, and a restart
     * must not cost the guests that are bound to one.
     */
    static final Duration BENEFIT_OF_THE_DOUBT = Duration.ofSeconds(8);

    /** Heartbeats whose answer is still waited for; older ones are given up. */
    private static final int REMEMBERED = 128;

    private final String bootId;
    private final LongSupplier nanos;
    private final LongConsumer epochKeeper;
    private final Map<Long, Long> sentNanos = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    private long sequence;
    private long answered;
    private long epoch;
    private long newerEpoch;
    private boolean fencedByAnswer;
    private boolean everValid;
    private long heldUntilNanos;

    /**
     * @param bootId of this run of the daemon
     * @param epoch the newest one kept; 0 when there is none
     * @param nanos monotonic clock
     * @param epochKeeper keeps a newer epoch durably
     */
    public LeaseKeeper(String bootId, long epoch, LongSupplier nanos, LongConsumer epochKeeper) {
        this.bootId = bootId;
        this.epoch = epoch;
        this.nanos = nanos;
        this.epochKeeper = epochKeeper;
        this.heldUntilNanos = nanos.getAsLong() + BENEFIT_OF_THE_DOUBT.toNanos();
    }

    /** The sequence number of a heartbeat that is sent right now. */
    public synchronized long beat() {
        sequence++;
        sentNanos.put(sequence, nanos.getAsLong());
        return sequence;
    }

    /**
     * Takes in an answer. One to another run of the daemon, an older one than the last and one of an older epoch than ours
     * say nothing.
     *
     * @return whether {@link #fenced()} changed
     */
    public synchronized boolean answer(Lease lease) {
        if (!bootId.equals(lease.bootId()) || lease.heartbeat() <= answered || lease.epoch() < epoch) {
            return false;
        }
        boolean before = fenced();
        answered = lease.heartbeat();
        fencedByAnswer = lease.fenced();
        if (lease.epoch() > epoch) {
            if (epoch == 0 && !lease.fenced()) {
                adopt(lease.epoch());
            } else {
                newerEpoch = Math.max(newerEpoch, lease.epoch());
            }
        }
        Long sent = sentNanos.get(lease.heartbeat());
        if (sent != null && !lease.fenced()) {
            everValid = true;
            heldUntilNanos = sent + lease.ttlMillis() * 1_000_000;
        }
        sentNanos.keySet().removeIf(old -> old <= lease.heartbeat());
        if (before != fenced()) {
            LOG.warnf(
                    fenced()
                            ? "This node was given up (epoch %d, ours is %d): all guests are stopped"
                            : "This node may run guests (epoch %d, ours is %d)",
                    lease.epoch(),
                    epoch);
        }
        return before != fenced();
    }

    /** Whether no guest may run. */
    public synchronized boolean fenced() {
        return fencedByAnswer || newerEpoch > epoch;
    }

    /** Whether an unexpired lease is held, for metrics and health. */
    public synchronized boolean valid() {
        return everValid && held();
    }

    /**
     * Whether guests that are bound to the lease may run: it is valid, or this run of the daemon is so young that it cannot
     * have heard an answer.
     */
    public synchronized boolean held() {
        return !fenced() && nanos.getAsLong() - heldUntilNanos < 0;
    }

    /** The moment (monotonic) from which on the lease is not held unless an answer comes before. */
    public synchronized long heldUntilNanos() {
        return heldUntilNanos;
    }

    public synchronized long epoch() {
        return epoch;
    }

    /** Called while fenced, when no guest of an older epoch runs any more: the newer epoch is ours from now on. */
    public synchronized void guestsStopped() {
        if (newerEpoch > epoch) {
            adopt(newerEpoch);
        }
    }

    private void adopt(long newer) {
        epochKeeper.accept(newer);
        epoch = newer;
        LOG.infof("Lease epoch %d", newer);
    }
}
