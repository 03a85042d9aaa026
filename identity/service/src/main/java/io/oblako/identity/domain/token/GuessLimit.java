package io.oblako.identity.domain.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts failures by key and closes a key that had too many: for a pause that doubles with every further failure. What
 * runs counts as if it had failed already, so that guesses sent side by side get no further than guesses sent one by one;
 * who finds no room for that reason waits for those before them. Thread-safe, and bounded in keys: the one unused for
 * longest is forgotten first.
 */
final class GuessLimit {

    static final int MOST_KEYS = 10_000;

    private static final Duration BUSY = Duration.ofSeconds(1);
    private static final int PROBES_FOR_ROOM = 16;
    private static final int MOST_DOUBLINGS = 30;

    /** What came of something that was let in. */
    enum Outcome {
        FAILED,
        PASSED,
        /** Nothing was found out. */
        UNKNOWN
    }

    /**
     * How many failures are forgiven, and what then follows.
     *
     * @param failures that close the key
     * @param firstPause how long the key is closed at first
     * @param longestPause at most; failures are also forgotten this long after the last pause has ended
     * @param forgiving whether one success makes all failures forgotten
     */
    record Terms(int failures, Duration firstPause, Duration longestPause, boolean forgiving) {

        Terms {
            if (failures < 1 || firstPause.isNegative() || firstPause.compareTo(longestPause) > 0) {
                throw new IllegalArgumentException("a limit of log-ins has at least one failure, and pauses that grow");
            }
        }
    }

    private final class Tries {
        private final Condition changed = lock.newCondition();
        private int failures;
        private int running;
        private int waiting;
        private Instant closedUntil = Instant.EPOCH;

        private boolean idle() {
            return running == 0 && waiting == 0;
        }

        private void forgetOldFailures(Instant now) {
            if (failures > 0 && running == 0 && now.isAfter(closedUntil.plus(terms.longestPause()))) {
                failures = 0;
            }
        }

        /** Of those forgiven, what is left; after a pause there is room for one at a time. */
        private int room() {
            return Math.max(1, terms.failures() - failures);
        }

        private void fail(Instant now) {
            failures++;
            // Below the limit nothing is closed, but the moment is kept: failures are forgotten some time after it.
            closedUntil = failures < terms.failures() ? now : now.plus(pause());
        }

        private Duration pause() {
            int doublings = Math.min(failures - terms.failures(), MOST_DOUBLINGS);
            Duration pause = terms.firstPause().multipliedBy(1L << doublings);
            return pause.compareTo(terms.longestPause()) > 0 ? terms.longestPause() : pause;
        }
    }

    private final Terms terms;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Tries> byKey = new LinkedHashMap<>(64, 0.75f, true);

    GuessLimit(Terms terms, InstantSource clock) {
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * Asks to be let in, waiting for room for as long as {@code patience} at most.
     *
     * @return zero when let in: {@link #leave} must then be called; otherwise how long to stay away
     */
    Duration enter(String key, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            Tries tries = byKey.computeIfAbsent(key, unknown -> new Tries());
            makeRoom();
            long left = patience.toNanos();
            while (true) {
                Instant now = clock.instant();
                tries.forgetOldFailures(now);
                if (now.isBefore(tries.closedUntil)) {
                    return Duration.between(now, tries.closedUntil);
                }
                if (tries.running < tries.room()) {
                    tries.running++;
                    return Duration.ZERO;
                }
                if (left <= 0) {
                    return BUSY;
                }
                tries.waiting++;
                try {
                    left = tries.changed.awaitNanos(left);
                } finally {
                    tries.waiting--;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return how long the key is closed because of this; zero when it is not */
    Duration leave(String key, Outcome outcome) {
        lock.lock();
        try {
            Tries tries = byKey.get(key);
            if (tries == null) {
                throw new IllegalStateException("nobody was let in by this key");
            }
            Instant now = clock.instant();
            tries.running--;
            switch (outcome) {
                case FAILED -> tries.fail(now);
                case PASSED -> {
                    if (terms.forgiving()) {
                        tries.failures = 0;
                        tries.closedUntil = Instant.EPOCH;
                    }
                }
                case UNKNOWN -> {}
            }
            tries.changed.signalAll();
            if (tries.failures == 0 && tries.idle()) {
                byKey.remove(key);
            }
            return now.isBefore(tries.closedUntil) ? Duration.between(now, tries.closedUntil) : Duration.ZERO;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return byKey.size();
        } finally {
            lock.unlock();
        }
    }

    /** Keys in use stay: there are no more of them than requests. */
    private void makeRoom() {
        Iterator<Tries> oldestFirst = byKey.values().iterator();
        for (int probes = 0; byKey.size() > MOST_KEYS && probes < PROBES_FOR_ROOM; probes++) {
            if (oldestFirst.next().idle()) {
                oldestFirst.remove();
            }
        }
    }
}
