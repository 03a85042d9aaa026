package io.oblako.identity.domain.people;

import io.oblako.kernel.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out what was changed at the log-in server by others. Each round asks for changes since the last one, with some
 * overlap; a full comparison, page by page, is made at the start and from time to time.
 */
public final class SyncPeople {

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 1_000;
    private static final int MAX_CHANGES = 500;
    private static final Duration OVERLAP = Duration.ofSeconds(20);
    private static final Duration FULL_EVERY = Duration.ofMinutes(15);

    private final LoginServer loginServer;
    private final People people;
    private final Mirror mirror;
    private final Transactions transactions;
    private final Clock clock;
    private Instant lastRound = Instant.EPOCH;
    private Instant lastFull = Instant.EPOCH;

    public SyncPeople(LoginServer loginServer, People people, Mirror mirror, Transactions transactions, Clock clock) {
        this.loginServer = loginServer;
        this.people = people;
        this.mirror = mirror;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** One round. Called by one thread. */
    public void round() {
        Instant now = clock.instant();
        if (lastFull.plus(FULL_EVERY).isBefore(now)) {
            compareAll();
            lastFull = now;
        } else {
            loginServer.changedSince(lastRound.minus(OVERLAP), MAX_CHANGES).forEach(mirror::refresh);
        }
        lastRound = now;
    }

    private void compareAll() {
        Set<String> gone = new HashSet<>(people.allUserIds());
        for (int page = 0; page < MAX_PAGES; page++) {
            List<User> users = loginServer.users(page * PAGE, PAGE);
            users.forEach(user -> gone.remove(user.id()));
            transactions.run(() -> users.forEach(mirror::take));
            if (users.size() < PAGE) {
                // Asked one by one: a user made since the comparison began is not gone.
                gone.forEach(mirror::refresh);
                return;
            }
        }
    }
}
