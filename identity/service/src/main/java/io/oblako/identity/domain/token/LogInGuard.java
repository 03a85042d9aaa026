package io.oblako.identity.domain.token;

import io.oblako.identity.domain.token.GuessLimit.Outcome;
import io.oblako.identity.domain.token.GuessLimit.Terms;
import io.oblako.kernel.error.CloudException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Stands before every check of a secret that somebody could guess (security row ID-14). Failures are counted for each
 * pair of name and address, so that nobody can lock the owner of a name out from elsewhere, and for each address, whoever
 * was tried from there. Names that exist and names that do not are counted alike (security row ID-13). The counts are
 * this process' own and are lost with it; see ADR 0041.
 */
public final class LogInGuard {

    /** Names and addresses that are remembered at most, together. */
    public static final int MOST_REMEMBERED = 2 * GuessLimit.MOST_KEYS;

    private static final Duration ADDRESS_PAUSE = Duration.ofMinutes(1);
    /** Some more than a check of a password takes when all that may run at once do. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * What is forgiven.
     *
     * @param failuresOfUser from one address, after which the pause begins
     * @param failuresOfAddress whoever they were for
     * @param firstPause doubles with each further failure
     * @param longestPause to which it grows
     */
    public record Limits(int failuresOfUser, int failuresOfAddress, Duration firstPause, Duration longestPause) {}

    /** Told when somebody is kept out from now on. */
    @FunctionalInterface
    public interface Watcher {
        void paused(String address, Duration pause);
    }

    private final GuessLimit ofUser;
    private final GuessLimit ofAddress;
    private final Watcher watcher;

    public LogInGuard(Limits limits, InstantSource clock, Watcher watcher) {
        this.ofUser = new GuessLimit(
                new Terms(limits.failuresOfUser(), limits.firstPause(), limits.longestPause(), true), clock);
        // Everybody behind one gateway has one address: its pause does not grow, nor does one good log-in end it.
        Duration pause = ADDRESS_PAUSE.compareTo(limits.longestPause()) < 0 ? ADDRESS_PAUSE : limits.longestPause();
        this.ofAddress = new GuessLimit(new Terms(limits.failuresOfAddress(), pause, pause, false), clock);
        this.watcher = watcher;
    }

    /** Something that was let in. To be closed; unless told otherwise nothing was found out. */
    public final class Attempt implements AutoCloseable {

        private final String pair;
        private final String address;
        private Outcome outcome = Outcome.UNKNOWN;

        private Attempt(String pair, String address) {
            this.pair = pair;
            this.address = address;
        }

        /**
         * Says what was found out.
         *
         * @return {@code right}
         */
        public boolean found(boolean right) {
            outcome = right ? Outcome.PASSED : Outcome.FAILED;
            return right;
        }

        @Override
        public void close() {
            Duration userPause = ofUser.leave(pair, outcome);
            Duration addressPause = ofAddress.leave(address, outcome);
            Duration longer = userPause.compareTo(addressPause) > 0 ? userPause : addressPause;
            if (outcome == Outcome.FAILED && longer.isPositive()) {
                watcher.paused(address, longer);
            }
        }
    }

    /**
     * Lets in somebody who is about to show a secret, or makes them wait a little for those before them.
     *
     * @param name whom the secret is said to belong to, in whatever spelling identifies them
     * @param address where the request comes from
     * @throws CloudException TOO_MANY_REQUESTS with the time to stay away
     */
    public Attempt admit(String name, String address) {
        return admit(name, address, PATIENCE);
    }

    /** Like {@link #admit(String, String)}, for callers who hold something that others need: never waits. */
    public Attempt admitAtOnce(String name, String address) {
        return admit(name, address, Duration.ZERO);
    }

    /** How many names and addresses are remembered now. */
    public int remembered() {
        return ofUser.size() + ofAddress.size();
    }

    private Attempt admit(String name, String address, Duration patience) {
        String pair = address + '\n' + name;
        try {
            Duration pause = ofAddress.enter(address, patience);
            if (pause.isPositive()) {
                throw refused("this address", pause);
            }
            boolean letIn = false;
            try {
                pause = ofUser.enter(pair, patience);
                letIn = pause.isZero();
            } finally {
                if (!letIn) {
                    ofAddress.leave(address, Outcome.UNKNOWN);
                }
            }
            if (pause.isPositive()) {
                throw refused("this user from this address", pause);
            }
            return new Attempt(pair, address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("this address", Duration.ofSeconds(1));
        }
    }

    private static CloudException refused(String whose, Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return CloudException.tooManyRequests(
                "There were too many failed log-ins of %s: check the name and the password, and try again in %d seconds."
                        .formatted(whose, seconds),
                pause);
    }
}
