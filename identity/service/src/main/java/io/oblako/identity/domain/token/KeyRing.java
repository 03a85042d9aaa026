package io.oblako.identity.domain.token;

import io.oblako.identity.domain.Announcements;
import io.oblako.identity.domain.IdSource;
import io.oblako.kernel.tx.Transactions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The keys that sign tokens. One signs; the ones before it verify until their last token has expired. A new key signs
 * only once every service can know it, so that rotation invalidates nothing.
 */
public final class KeyRing {

    /** A key signs this long before the next one takes over by itself. */
    public static final Duration ROTATION = Duration.ofDays(30);
    /** A new key verifies this long before it signs: facts reach every service in less. */
    public static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration SLACK = Duration.ofMinutes(5);

    private final SigningKeyStore store;
    private final Announcements announcements;
    private final IdSource ids;
    private final Clock clock;
    private final Transactions transactions;
    private final Consumer<SigningKey> learn;
    private final Duration tokenLife;
    private volatile List<SigningKey> keys = List.of();

    /** @param learn is told of every key as soon as this process has it, before facts come round */
    public KeyRing(
            SigningKeyStore store,
            Announcements announcements,
            IdSource ids,
            Clock clock,
            Transactions transactions,
            Consumer<SigningKey> learn,
            Duration tokenLife) {
        this.store = store;
        this.announcements = announcements;
        this.ids = ids;
        this.clock = clock;
        this.transactions = transactions;
        this.learn = learn;
        this.tokenLife = tokenLife;
    }

    /** Reads the keys again: another replica may have rotated. */
    public void reload() {
        know(store.all());
    }

    private void know(List<SigningKey> fresh) {
        keys = List.copyOf(fresh);
        keys.forEach(learn);
    }

    /** All keys that may have signed a living token, newest first. */
    public List<SigningKey> all() {
        return keys;
    }

    /** The key that signs now. */
    public SigningKey signing() {
        List<SigningKey> known = keys;
        Instant settled = clock.instant().minus(SETTLING);
        Optional<SigningKey> newestSettled =
                known.stream().filter(key -> !key.createdAt().isAfter(settled)).findFirst();
        return newestSettled
                .or(() -> known.stream().findFirst())
                .orElseThrow(() -> new IllegalStateException("No signing key has been made yet"));
    }

    /** Makes the first key, replaces one that is due and forgets those that no living token needs. In a transaction. */
    public void maintain() {
        store.lock();
        Instant now = clock.instant();
        for (SigningKey key : store.all()) {
            if (key.notAfter().isBefore(now)) {
                store.remove(key.id());
                announcements.keyGone(key.id());
            }
        }
        List<SigningKey> left = store.all();
        if (left.isEmpty() || left.getFirst().createdAt().plus(ROTATION).isBefore(now)) {
            makeNext(left, now);
        } else {
            transactions.afterCommit(() -> know(left));
        }
    }

    /** Makes a new key now. In a transaction. */
    public SigningKey rotate() {
        store.lock();
        return makeNext(store.all(), clock.instant());
    }

    /** Tells of all keys again, for services whose topic was lost. In a transaction. */
    public void announceAll() {
        store.all().forEach(announcements::key);
    }

    private SigningKey makeNext(List<SigningKey> before, Instant now) {
        Instant lastUse = now.plus(SETTLING).plus(tokenLife).plus(SLACK);
        for (SigningKey old : before) {
            if (old.retiredAt() == null) {
                store.retire(old.id(), now, lastUse);
            }
        }
        KeyPair pair = newPair();
        var next = new SigningKey(
                ids.next(),
                pair.getPublic(),
                pair.getPrivate(),
                now,
                null,
                now.plus(ROTATION).plus(ROTATION).plus(tokenLife));
        store.add(next);
        List<SigningKey> all = store.all();
        all.forEach(announcements::key);
        transactions.afterCommit(() -> know(all));
        return next;
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has P-256", e);
        }
    }
}
