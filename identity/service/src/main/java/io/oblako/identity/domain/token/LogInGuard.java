package io.oblako.identity.domain.token;

import io.oblako.identity.domain.token.FailedLogIns.Standing;
import io.oblako.identity.domain.token.GuessLimit.Outcome;
import io.oblako.identity.domain.token.GuessLimit.Terms;
import io.oblako.kernel.error.CloudException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Stands before every check of a secret that somebody could guess (security row ID-14). Failures are counted for each
 * pair of name and address, so that nobody can lock the owner of a name out from elsewhere, and for each address, whoever
 * was tried from there. Names that exist and names that do not are counted alike (security row ID-13). The counts are
 * those of all replicas and outlive each; see ADR 0041.
 */
public final class LogInGuard {

    /** Names and addresses that something is held against at most, together. */
    public static final int MOST_REMEMBERED = 20_000;

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

    private final FailedLogIns failures;
    private final GuessLimit ofUser;
    private final GuessLimit ofAddress;
    private final InstantSource clock;
    private final Watcher watcher;

    public LogInGuard(Limits limits, FailedLogIns failures, InstantSource clock, Watcher watcher) {
        this.failures = failures;
        this.clock = clock;
        this.ofUser = new GuessLimit(
                new Terms(limits.failuresOfUser(), limits.firstPause(), limits.longestPause(), true), failures, clock);
        // Everybody behind one gateway has one address: its pause does not grow, nor does one good log-in end it.
        Duration pause = ADDRESS_PAUSE.compareTo(limits.longestPause()) < 0 ? ADDRESS_PAUSE : limits.longestPause();
        this.ofAddress = new GuessLimit(new Terms(limits.failuresOfAddress(), pause, pause, false), failures, clock);
        this.watcher = watcher;
    }

    /** Something that was let in. To be closed; unless told otherwise nothing was found out. */
    public final class Attempt implements AutoCloseable {

        private final Keys keys;
        private final String address;
        private Outcome outcome = Outcome.UNKNOWN;

        private Attempt(Keys keys, String address) {
            this.keys = keys;
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
            Duration addressPause = Duration.ZERO;
            Duration userPause;
            try {
                addressPause = ofAddress.leave(keys.address(), outcome);
            } finally {
                userPause = ofUser.leave(keys.pair(), outcome);
            }
            Duration longer = userPause.compareTo(addressPause) > 0 ? userPause : addressPause;
            if (outcome == Outcome.FAILED && longer.isPositive()) {
                watcher.paused(address, longer);
            }
        }
    }

    /** By which failures are counted. Names are not kept: people type passwords where a name is asked for. */
    private record Keys(String address, String pair) {

        static Keys of(String name, String address) {
            try {
                byte[] words = (address + '\n' + name).getBytes(StandardCharsets.UTF_8);
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(words);
                return new Keys("address " + address, "user " + HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every Java has SHA-256", e);
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
        Keys keys = Keys.of(name, address);
        ofAddress.announce(keys.address());
        ofUser.announce(keys.pair());
        try {
            Map<String, Standing> known = failures.of(List.of(keys.address(), keys.pair()));
            Duration pause = enter(ofAddress, keys.address(), known);
            if (pause.isPositive()) {
                throw refused("this address", pause);
            }
            boolean letIn = false;
            try {
                pause = enter(ofUser, keys.pair(), known);
                letIn = pause.isZero();
            } finally {
                if (!letIn) {
                    ofAddress.leave(keys.address(), Outcome.UNKNOWN);
                }
            }
            if (pause.isPositive()) {
                throw refused("this user from this address", pause);
            }
            return new Attempt(keys, address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("this address", Duration.ofSeconds(1));
        } finally {
            ofUser.withdraw(keys.pair());
            ofAddress.withdraw(keys.address());
        }
    }

    private static Duration enter(GuessLimit limit, String key, Map<String, Standing> known)
            throws InterruptedException {
        return limit.enter(key, known.getOrDefault(key, Standing.NONE), PATIENCE);
    }

    /** How many names and addresses are being tried in this process now. */
    public int trying() {
        return ofUser.size() + ofAddress.size();
    }

    /** Forgets what is over, and the oldest of what is too much. To be called from time to time. */
    public void prune() {
        failures.prune(clock.instant(), MOST_REMEMBERED);
    }

    private static CloudException refused(String whose, Duration pause) {
        long seconds = Math.max(1, pause.plusMillis(999).toSeconds());
        return CloudException.tooManyRequests(
                "There were too many failed log-ins of %s: check the name and the password, and try again in %d seconds."
                        .formatted(whose, seconds),
                pause);
    }
}
