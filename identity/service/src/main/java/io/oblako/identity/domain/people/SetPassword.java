package io.oblako.identity.domain.people;

import io.oblako.identity.domain.people.PasswordChanges.Begun;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.ErrorKind;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.tx.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * Gives a user another password and takes their tokens back (security row ID-19): always when the log-in server has changed
 * it, and only then. The log-in server hashes for a long time and no transaction is open meanwhile, so the change has three
 * parts, and whoever dies between them leaves a note that any replica settles:
 *
 * <ol>
 *   <li>the change is noted, with when the password before was set;
 *   <li>the log-in server makes it;
 *   <li>in one transaction the note goes and the tokens are taken back.
 * </ol>
 */
public final class SetPassword {

    /** Younger notes are those of requests that are still at it. */
    private static final Duration YOUNG = Duration.ofSeconds(1);
    /** Longer than a call to the log-in server can take, repetitions included: what it has not done by now it never does. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    private static final int AT_ONCE = 100;

    private final LoginServer loginServer;
    private final PasswordChanges changes;
    private final Revoker revoker;
    private final Transactions transactions;
    private final Clock clock;

    public SetPassword(
            LoginServer loginServer, PasswordChanges changes, Revoker revoker, Transactions transactions, Clock clock) {
        this.loginServer = loginServer;
        this.changes = changes;
        this.revoker = revoker;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Has the password changed. To be called outside of any transaction.
     *
     * @return the third part, to be run in the transaction of the request
     * @throws CloudException PASSWORD_REFUSED when the policy does not allow it
     */
    public Runnable set(String userId, Secret password) {
        if (transactions.open()) {
            throw new IllegalStateException("A transaction would stay open while the log-in server hashes");
        }
        Instant before = loginServer.passwordSetAt(userId).orElse(null);
        var change = new Begun(UUID.randomUUID(), userId, before, clock.instant());
        transactions.run(() -> changes.add(change));
        try {
            loginServer.setPassword(userId, password);
        } catch (CloudException e) {
            if (e.kind() != ErrorKind.UNAVAILABLE) {
                transactions.run(() -> changes.remove(change.id()));
            }
            throw e;
        }
        return () -> {
            changes.remove(change.id());
            revoker.user(userId);
        };
    }

    /** Finishes what others have begun and not finished. To be called from time to time. */
    public void settle() {
        Instant now = clock.instant();
        for (Begun change : changes.begunBefore(now.minus(YOUNG), AT_ONCE)) {
            Instant password = loginServer.passwordSetAt(change.userId()).orElse(null);
            boolean changed = !Objects.equals(password, change.passwordBefore());
            if (changed || change.begunAt().isBefore(now.minus(LONGEST_CALL))) {
                transactions.run(() -> {
                    if (changes.remove(change.id()) && changed) {
                        revoker.user(change.userId());
                    }
                });
            }
        }
    }
}
