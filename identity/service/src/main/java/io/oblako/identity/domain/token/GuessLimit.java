package io.oblako.identity.domain.token;

import io.oblako.identity.domain.token.FailedLogIns.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets a key in as long as it had few failures, and closes it for a pause that doubles with every further one. Failures are
 * counted for all replicas in {@link FailedLogIns}; here is what runs in this process. What runs counts as if it had failed
 * already, so that guesses sent side by side get no further than guesses sent one by one; who finds no room for that
 * reason waits for those before them. Thread-safe; a key is remembered only while it is in use.
 */
final class GuessLimit {

    private static final Duration BUSY = Duration.ofSeconds(1);
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

        /** What one more failure makes of what was held against the key. */
        Standing failed(Standing before, Instant now) {
            Standing held = before.at(now);
            int count = held.failures() + 1;
            Instant closedUntil = count < failures ? held.closedUntil() : now.plus(pause(count));
            Instant over = closedUntil.isAfter(now) ? closedUntil : now;
            return new Standing(count, closedUntil, over.plus(longestPause));
        }

        private Duration pause(int count) {
            int doublings = Math.min(count - failures, MOST_DOUBLINGS);
            Duration pause = firstPause.multipliedBy(1L << doublings);
            return pause.compareTo(longestPause) > 0 ? longestPause : pause;
        }

        /** Of those forgiven, what is left; after a pause there is room for one at a time. */
        private int room(Standing standing) {
            return Math.max(1, failures - standing.failures());
        }
    }

    private final class Tries {
        private final Condition changed = lock.newCondition();
        private Standing standing = Standing.NONE;
        private int running;
        /** Those who have announced themselves. */
        private int waiting;

        private boolean idle() {
            return running == 0 && waiting == 0;
        }

        /**
         * What two replicas, or two threads of one, say of a key may arrive out of order, and their clocks differ: of what
         * is not over, that with more failures is the newer.
         */
        private void learn(Standing said, Instant now) {
            Standing known = standing.at(now);
            Standing news = said.at(now);
            standing = news.failures() > known.failures() ? news : known;
        }
    }

    private final Terms terms;
    private final FailedLogIns failures;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Tries> inUse = new HashMap<>();

    GuessLimit(Terms terms, FailedLogIns failures, InstantSource clock) {
        this.terms = terms;
        this.failures = failures;
        this.clock = clock;
    }

    /**
     * To be called before it is read what is held against the key: from then on no failure in this process is missed, it is
     * either read or learnt. {@link #withdraw} ends it.
     */
    void announce(String key) {
        lock.lock();
        try {
            inUse.computeIfAbsent(key, _ -> new Tries()).waiting++;
        } finally {
            lock.unlock();
        }
    }

    void withdraw(String key) {
        lock.lock();
        try {
            Tries tries = announced(key);
            tries.waiting--;
            forgetIfIdle(key, tries);
        } finally {
            lock.unlock();
        }
    }

    private Tries announced(String key) {
        Tries tries = inUse.get(key);
        if (tries == null) {
            throw new IllegalStateException("nobody has announced to try this key");
        }
        return tries;
    }

    /**
     * Asks to be let in, waiting for room for as long as {@code patience} at most. Between {@link #announce} and
     * {@link #withdraw}.
     *
     * @param known what is held against the key, read since it was announced
     * @return zero when let in: {@link #leave} must then be called; otherwise how long to stay away
     */
    Duration enter(String key, Standing known, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            Tries tries = announced(key);
            tries.learn(known, clock.instant());
            return enter(tries, patience);
        } finally {
            lock.unlock();
        }
    }

    private Duration enter(Tries tries, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        while (true) {
            Instant now = clock.instant();
            Standing standing = tries.standing.at(now);
            if (now.isBefore(standing.closedUntil())) {
                return Duration.between(now, standing.closedUntil());
            }
            if (tries.running < terms.room(standing)) {
                tries.running++;
                return Duration.ZERO;
            }
            if (left <= 0) {
                return BUSY;
            }
            left = tries.changed.awaitNanos(left);
        }
    }

    /**
     * Says what came of it. A failure is written down before anybody who waits for this is let in.
     *
     * @return how long the key is closed because of this; zero when it is not
     */
    Duration leave(String key, Outcome outcome) {
        Instant now = clock.instant();
        Standing after = Standing.NONE;
        try {
            switch (outcome) {
                case FAILED -> after = failures.change(key, before -> terms.failed(before, now));
                case PASSED -> forgive(key);
                case UNKNOWN -> {}
            }
        } finally {
            makeRoom(key, outcome, after, now);
        }
        return now.isBefore(after.closedUntil()) ? Duration.between(now, after.closedUntil()) : Duration.ZERO;
    }

    private void forgive(String key) {
        boolean anything;
        lock.lock();
        try {
            Tries tries = inUse.get(key);
            anything = tries != null && tries.standing.failures() > 0;
        } finally {
            lock.unlock();
        }
        if (terms.forgiving() && anything) {
            failures.forgive(key);
        }
    }

    private void makeRoom(String key, Outcome outcome, Standing after, Instant now) {
        lock.lock();
        try {
            Tries tries = inUse.get(key);
            if (tries == null) {
                throw new IllegalStateException("nobody was let in by this key");
            }
            tries.running--;
            switch (outcome) {
                // Where it could not be written down it is held against those who are waiting here all the same.
                case FAILED -> tries.learn(after == Standing.NONE ? terms.failed(tries.standing, now) : after, now);
                case PASSED -> tries.standing = terms.forgiving() ? Standing.NONE : tries.standing;
                case UNKNOWN -> {}
            }
            tries.changed.signalAll();
            forgetIfIdle(key, tries);
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfIdle(String key, Tries tries) {
        if (tries.idle()) {
            inUse.remove(key);
        }
    }

    /** How many keys are in use. */
    int size() {
        lock.lock();
        try {
            return inUse.size();
        } finally {
            lock.unlock();
        }
    }
}
