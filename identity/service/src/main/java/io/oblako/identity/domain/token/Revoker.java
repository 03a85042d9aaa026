package io.oblako.identity.domain.token;

import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.people.People;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.role.Assignment;
import io.oblako.identity.domain.role.Assignment.Actor;
import io.oblako.kernel.token.Revocations;
import io.oblako.kernel.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes tokens back. The row, the fact for the other services and the change that made it necessary commit together; this
 * process knows of it as soon as they have.
 */
public final class Revoker {

    /**
     * A revocation reaches a little ahead of its own moment, over the commit that carries it: a token that is made beside
     * it from what is about to change is void too. {@link TokenIssuer} waits it out.
     */
    public static final Duration AHEAD = Duration.ofMillis(40);

    private static final Duration SLACK = Duration.ofMinutes(5);
    private static final int PRUNED_AT_ONCE = 500;

    private final RevocationStore store;
    private final Announcements announcements;
    private final Revocations applied;
    private final Transactions transactions;
    private final People people;
    private final Clock clock;
    private final Duration tokenLife;
    private final Consumer<String> observer;

    /** @param observer is told what kind of thing each revocation is about, {@code user} for example */
    public Revoker(
            RevocationStore store,
            Announcements announcements,
            Revocations applied,
            Transactions transactions,
            People people,
            Clock clock,
            Duration tokenLife,
            Consumer<String> observer) {
        this.store = store;
        this.announcements = announcements;
        this.applied = applied;
        this.transactions = transactions;
        this.people = people;
        this.clock = clock;
        this.tokenLife = tokenLife;
        this.observer = observer;
    }

    public void token(String auditId) {
        revoke("token", auditId);
    }

    /** The first token of a chain and all that were made from it. */
    public void chain(String auditId) {
        revoke("chain", auditId);
    }

    public void user(String id) {
        revoke("user", id);
    }

    public void project(String id) {
        revoke("project", id);
    }

    public void domain(String id) {
        revoke("domain", id);
    }

    public void credential(String id) {
        revoke("credential", id);
    }

    /** All tokens that may rest on this assignment, of every member when a group had it. */
    public void grant(Assignment assignment) {
        Actor actor = assignment.actor();
        List<String> users = actor.group()
                ? people.members(actor.id()).stream().map(User::id).toList()
                : List.of(actor.id());
        for (String user : users) {
            if (assignment.inherited()) {
                // It may have been in use in any project below: all of the user's tokens are asked for again.
                user(user);
            } else {
                revoke("grant", user + '/' + assignment.target().id());
            }
        }
    }

    private void revoke(String kind, String id) {
        String subject = kind + ':' + id;
        Instant moment = clock.instant().plus(AHEAD);
        var revocation = new Revocation(subject, moment, moment.plus(tokenLife).plus(SLACK));
        store.keep(revocation);
        announcements.revoked(revocation);
        transactions.afterCommit(() -> {
            applied.revoke(subject, moment);
            observer.accept(kind);
        });
    }

    /** Takes in what was revoked before this process started. */
    public void restore() {
        store.all().forEach(revocation -> applied.revoke(revocation.subject(), revocation.issuedAtOrBefore()));
    }

    /** Forgets revocations that concern no living token any more, some at a time. In a transaction. */
    public void prune() {
        for (String subject : store.forget(clock.instant(), PRUNED_AT_ONCE)) {
            announcements.revocationForgotten(subject);
            transactions.afterCommit(() -> applied.forget(subject));
        }
    }
}
