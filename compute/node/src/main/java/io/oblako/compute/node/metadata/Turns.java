package io.oblako.compute.node.metadata;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How much of the server each guest may take: some connections at a time, and some in a while. What one guest asks for in
 * excess is missed by that guest alone. Thread-safe.
 */
final class Turns {

    static final int AT_ONCE = 4;
    /** Guests ask some dozen times while they boot. */
    static final int BURST = 200;
    /** After which another one is allowed. */
    static final Duration PACE = Duration.ofMillis(20);

    private static final class Account {
        private int open;
        private double left = BURST;
        private long since;

        Account(long now) {
            since = now;
        }

        void refill(long now) {
            left = Math.min(BURST, left + (double) (now - since) / PACE.toNanos());
            since = now;
        }
    }

    private final Map<UUID, Account> accounts = new HashMap<>();

    /** @return false when it has to be sent away; else {@link #leave} follows */
    synchronized boolean enter(UUID guest, long nanos) {
        Account account = accounts.computeIfAbsent(guest, _ -> new Account(nanos));
        account.refill(nanos);
        if (account.open >= AT_ONCE || account.left < 1) {
            return false;
        }
        account.open++;
        account.left--;
        return true;
    }

    /** Guests of which nothing is remembered any more are those that have asked for nothing for long. */
    synchronized void leave(UUID guest, long nanos) {
        Account account = accounts.get(guest);
        if (account != null) {
            account.open--;
        }
        accounts.values().removeIf(each -> {
            each.refill(nanos);
            return each.open == 0 && each.left >= BURST;
        });
    }
}
