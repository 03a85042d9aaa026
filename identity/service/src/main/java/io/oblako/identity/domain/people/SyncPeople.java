package io.oblako.identity.domain.people;

import io.oblako.kernel.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what was changed at the log-in server by others. Each round asks for changes since the last one, with some
 * overlap, and looks at those it has not seen; a full comparison, page by page, is made at the start and from time to
 * time. What cannot be taken over is tried again in the next round and keeps nothing else waiting.
 */
public final class SyncPeople {

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 1_000;
    private static final int MAX_CHANGES = 5_000;
    /** Changes are dated before they are committed, and two machines' clocks differ. */
    private static final Duration OVERLAP = Duration.ofSeconds(20);

    private static final Duration FULL_EVERY = Duration.ofMinutes(15);

    private final LoginServer loginServer;
    private final People people;
    private final Mirror mirror;
    private final MirrorGroups groups;
    private final Transactions transactions;
    private final Clock clock;
    private Set<String> seen = Set.of();
    private Instant lastRound = Instant.EPOCH;
    private Instant lastFull = Instant.EPOCH;
    private @Nullable RuntimeException failure;

    public SyncPeople(
            LoginServer loginServer,
            People people,
            Mirror mirror,
            MirrorGroups groups,
            Transactions transactions,
            Clock clock) {
        this.loginServer = loginServer;
        this.people = people;
        this.mirror = mirror;
        this.groups = groups;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** One round. Called by one thread; throws what failed first when it has tried everything. */
    public void round() {
        Instant now = clock.instant();
        failure = null;
        if (lastFull.plus(FULL_EVERY).isBefore(now) || !takeChanges()) {
            compareUsers();
            compareGroups();
            lastFull = failure == null ? now : lastFull;
        }
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        lastRound = now;
    }

    /** @return false when there are too many of them, and comparing everything is shorter */
    private boolean takeChanges() {
        List<Change> changes = loginServer.changedSince(lastRound.minus(OVERLAP), MAX_CHANGES);
        if (changes.size() >= MAX_CHANGES) {
            return false;
        }
        Set<String> taken = new HashSet<>();
        Set<Map.Entry<Change.Kind, String>> lookedAt = new HashSet<>();
        for (Change change : changes) {
            boolean done = seen.contains(change.key())
                    || !lookedAt.add(Map.entry(change.kind(), change.id()))
                    || tried(() -> look(change));
            if (done) {
                taken.add(change.key());
            }
        }
        seen = taken;
        return true;
    }

    private void look(Change change) {
        switch (change.kind()) {
            case USER -> mirror.refresh(change.id());
            case GROUP -> groups.refresh(change.id());
            case MEMBERSHIPS -> groups.refreshMemberships(change.id());
        }
    }

    private boolean tried(Runnable part) {
        try {
            part.run();
            return true;
        } catch (RuntimeException e) {
            RuntimeException first = failure;
            if (first == null) {
                failure = e;
            } else {
                first.addSuppressed(e);
            }
            return false;
        }
    }

    private void compareUsers() {
        Set<String> gone = new HashSet<>(people.allUserIds());
        for (int page = 0; page < MAX_PAGES; page++) {
            List<User> users = loginServer.users(page * PAGE, PAGE);
            for (User user : users) {
                gone.remove(user.id());
                tried(() -> transactions.run(() -> mirror.take(user)));
            }
            if (users.size() < PAGE) {
                // Asked one by one: a user made since the comparison began is not gone.
                gone.forEach(id -> tried(() -> mirror.refresh(id)));
                return;
            }
        }
    }

    private void compareGroups() {
        Set<String> gone = new HashSet<>(people.allGroupIds());
        for (int page = 0; page < MAX_PAGES; page++) {
            Map<String, String> names = loginServer.groupNames(page * PAGE, PAGE);
            names.forEach((id, name) -> {
                gone.remove(id);
                tried(() -> {
                    transactions.run(() -> groups.take(id, name));
                    groups.refreshMembers(id);
                });
            });
            if (names.size() < PAGE) {
                gone.forEach(id -> tried(() -> groups.refresh(id)));
                return;
            }
        }
    }
}
