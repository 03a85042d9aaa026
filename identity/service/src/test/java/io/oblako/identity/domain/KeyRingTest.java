package io.oblako.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.token.KeyRing;
import io.oblako.identity.domain.token.Revocation;
import io.oblako.identity.domain.token.SigningKey;
import io.oblako.identity.domain.token.SigningKeyStore;
import io.oblako.kernel.tx.Transactions;
import io.oblako.testing.sim.SimClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Duration LIFE = Duration.ofHours(1);

    private final Memory memory = new Memory();
    private final SimClock clock = new SimClock();
    private final KeyRing ring =
            new KeyRing(memory, memory, IdSource.random(), clock, memory, key -> memory.learned.add(key.id()), LIFE);

    @Test
    void theFirstKeySignsAtOnceForNothingElseCan() {
        ring.maintain();
        assertThat(ring.all()).hasSize(1);
        assertThat(ring.signing()).isEqualTo(ring.all().getFirst());
        assertThat(memory.announced).contains(ring.signing().id());
        assertThat(memory.learned).contains(ring.signing().id());
    }

    @Test
    void aNewKeySignsOnceEverybodyCanKnowIt() {
        ring.maintain();
        clock.pass(Duration.ofDays(1));
        String old = ring.signing().id();
        String next = ring.rotate().id();
        assertThat(ring.signing().id()).isEqualTo(old);
        clock.pass(KeyRing.SETTLING);
        assertThat(ring.signing().id()).isEqualTo(next);
        assertThat(ring.all()).hasSize(2);
    }

    @Test
    void anOldKeyVerifiesUntilItsLastTokenHasExpired() {
        ring.maintain();
        clock.pass(Duration.ofDays(1));
        String old = ring.signing().id();
        ring.rotate();
        clock.pass(LIFE);
        ring.maintain();
        assertThat(ring.all()).extracting(SigningKey::id).contains(old);
        clock.pass(Duration.ofMinutes(6));
        ring.maintain();
        assertThat(ring.all()).extracting(SigningKey::id).doesNotContain(old);
        assertThat(memory.gone).containsExactly(old);
    }

    @Test
    void aKeyIsReplacedByItselfWhenItIsOld() {
        ring.maintain();
        String first = ring.signing().id();
        clock.pass(KeyRing.ROTATION.plusSeconds(1));
        ring.maintain();
        clock.pass(KeyRing.SETTLING);
        assertThat(ring.signing().id()).isNotEqualTo(first);
    }

    private static final class Memory implements SigningKeyStore, Announcements, Transactions {

        private final List<SigningKey> keys = new ArrayList<>();
        private final List<String> announced = new ArrayList<>();
        private final List<String> learned = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();

        @Override
        public List<SigningKey> all() {
            return keys.stream()
                    .sorted(Comparator.comparing(SigningKey::createdAt).reversed())
                    .toList();
        }

        @Override
        public void add(SigningKey key) {
            keys.add(key);
        }

        @Override
        public void retire(String id, Instant retiredAt, Instant notAfter) {
            keys.replaceAll(key -> key.id().equals(id)
                    ? new SigningKey(id, key.publicKey(), key.privateKey(), key.createdAt(), retiredAt, notAfter)
                    : key);
        }

        @Override
        public void remove(String id) {
            keys.removeIf(key -> key.id().equals(id));
        }

        @Override
        public void lock() {
            // One thread.
        }

        @Override
        public void key(SigningKey key) {
            announced.add(key.id());
        }

        @Override
        public void keyGone(String keyId) {
            gone.add(keyId);
        }

        @Override
        public void project(Project project) {
            throw new AssertionError("keys know no projects");
        }

        @Override
        public void projectGone(String projectId) {
            throw new AssertionError("keys know no projects");
        }

        @Override
        public void revoked(Revocation revocation) {
            throw new AssertionError("rotating a key revokes nothing");
        }

        @Override
        public void revocationForgotten(String subject) {
            throw new AssertionError("rotating a key revokes nothing");
        }

        @Override
        public <T> T call(Supplier<T> work) {
            return work.get();
        }

        @Override
        public boolean open() {
            return false;
        }

        @Override
        public void afterCommit(Runnable task) {
            task.run();
        }
    }
}
