package io.oblako.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.identity.domain.token.LogInGuard;
import io.oblako.identity.domain.token.LogInGuard.Attempt;
import io.oblako.identity.domain.token.LogInGuard.Limits;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.testing.sim.SimClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogInGuardTest {

    private static final Limits LIMITS = new Limits(10, 40, Duration.ofMinutes(1), Duration.ofMinutes(15));
    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "192.0.2.2";

    private final SimClock clock = new SimClock();
    private final List<String> paused = new ArrayList<>();
    private final MapFailedLogIns failures = new MapFailedLogIns();
    private final LogInGuard guard = replica();
    private final LogInGuard otherReplica = replica();

    private LogInGuard replica() {
        return new LogInGuard(
                LIMITS, failures, clock, (address, pause) -> paused.add(address + ' ' + pause.toSeconds()));
    }

    private boolean guess(String name, String address, boolean right) {
        return guess(guard, name, address, right);
    }

    private static boolean guess(LogInGuard guard, String name, String address, boolean right) {
        try (Attempt attempt = guard.admit(name, address)) {
            attempt.found(right);
            return true;
        } catch (CloudException e) {
            assertThat(e.code()).isEqualTo(CommonError.TOO_MANY_REQUESTS);
            assertThat(e.retryAfter()).isPresent();
            return false;
        }
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(guess("anna", HERE, false)).as("guess %d", i).isTrue();
        }
    }

    @Test
    void ID_14_theEleventhGuessFromAnAddressIsNotLookedAt() {
        fail(10);
        assertThat(guess("anna", HERE, true)).isFalse();
        assertThatThrownBy(() -> guard.admit("anna", HERE))
                .hasMessageContaining("try again in 60 seconds")
                .isInstanceOfSatisfying(
                        CloudException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(1)));
        assertThat(paused).containsExactly(HERE + " 60");
    }

    @Test
    void ID_14_theOwnerLogsInFromElsewhereMeanwhile() {
        fail(10);
        assertThat(guess("anna", ELSEWHERE, true)).isTrue();
        assertThat(guess("bert", HERE, true)).isTrue();
    }

    @Test
    void ID_14_eachFurtherFailureDoublesThePauseUpToTheLongest() {
        fail(10);
        for (int minutes : List.of(1, 2, 4, 8, 15, 15)) {
            clock.pass(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(guess("anna", HERE, false)).as("too early").isFalse();
            clock.pass(Duration.ofSeconds(1));
            assertThat(guess("anna", HERE, false)).as("after %d min", minutes).isTrue();
        }
    }

    @Test
    void ID_14_aGoodLogInMakesFailuresForgottenAndSoDoesTime() {
        fail(9);
        assertThat(guess("anna", HERE, true)).isTrue();
        fail(9);
        clock.pass(Duration.ofMinutes(15).plusMillis(1));
        fail(10);
        assertThat(guess("anna", HERE, true)).isFalse();
    }

    @Test
    void ID_14_anAddressThatTriesEverybodyIsKeptOutWhoeverItTries() {
        for (int i = 0; i < 40; i++) {
            assertThat(guess("user" + i, HERE, false)).isTrue();
            assertThat(guess("own-account", HERE, true)).isEqualTo(i < 39);
        }
        assertThat(guess("somebody", HERE, true)).isFalse();
        assertThat(guess("somebody", ELSEWHERE, true)).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(guess("somebody", HERE, true)).isTrue();
    }

    @Test
    void ID_14_whatWasNotFoundOutCountsForNothing() {
        for (int i = 0; i < 100; i++) {
            guard.admit("anna", HERE).close();
        }
        assertThat(guess("anna", HERE, true)).isTrue();
    }

    @Test
    void ID_14_guessesSentAtOnceGetNoFurtherThanGuessesSentInTurn() throws Exception {
        AtomicInteger lookedAt = new AtomicInteger();
        List<Future<?>> guesses = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                guesses.add(threads.submit(() -> {
                    try (Attempt attempt = guard.admit("anna", HERE)) {
                        lookedAt.incrementAndGet();
                        Thread.sleep(5);
                        attempt.found(false);
                    } catch (CloudException e) {
                        assertThat(e.code()).isEqualTo(CommonError.TOO_MANY_REQUESTS);
                    }
                    return null;
                }));
            }
            for (Future<?> guess : guesses) {
                guess.get();
            }
        }
        assertThat(lookedAt).hasValue(10);
    }

    @Test
    void ID_14_manyGoodLogInsOfOneUserAtOnceAllPass() throws Exception {
        List<Future<Boolean>> logIns = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                logIns.add(threads.submit(() -> guess("anna", HERE, true)));
            }
            for (Future<Boolean> logIn : logIns) {
                assertThat(logIn.get()).isTrue();
            }
        }
        assertThat(paused).isEmpty();
    }

    @Test
    void ID_14_nothingStaysInMemoryHoweverManyNamesAndAddressesAreTried() {
        for (int i = 0; i < 30_000; i++) {
            guess("user" + i, "address" + i % 15_000, false);
        }
        assertThat(guard.trying()).isZero();
        guard.prune();
        assertThat(failures.size()).isEqualTo(LogInGuard.MOST_REMEMBERED);
        clock.pass(Duration.ofMinutes(31));
        guard.prune();
        assertThat(failures.size()).isZero();
    }

    @Test
    void ID_14_replicasCountTogether() {
        for (int i = 0; i < 5; i++) {
            assertThat(guess(guard, "anna", HERE, false)).isTrue();
            assertThat(guess(otherReplica, "anna", HERE, false)).isTrue();
        }
        assertThat(guess(guard, "anna", HERE, true)).isFalse();
        assertThat(guess(otherReplica, "anna", HERE, true)).isFalse();
        assertThat(guess(otherReplica, "anna", ELSEWHERE, true)).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(guess(otherReplica, "anna", HERE, false)).isTrue();
        clock.pass(Duration.ofMinutes(2).minusSeconds(1));
        assertThat(guess(guard, "anna", HERE, true))
                .as("the pause of the other replica")
                .isFalse();
        clock.pass(Duration.ofSeconds(1));
        assertThat(guess(guard, "anna", HERE, true)).isTrue();
    }

    @Test
    void ID_14_aGoodLogInAtOneReplicaIsGoodForAll() {
        fail(9);
        assertThat(guess(otherReplica, "anna", HERE, true)).isTrue();
        fail(9);
        assertThat(guess(otherReplica, "anna", HERE, true)).isTrue();
    }

    @Test
    void ID_14_aGoodLogInWritesNothing() {
        assertThat(guess("anna", HERE, true)).isTrue();
        assertThat(failures.writes()).isZero();
        fail(1);
        assertThat(failures.writes()).as("of the pair and of the address").isEqualTo(2);
    }

    @Test
    void ID_14_aRestartForgivesNothing() {
        fail(10);
        assertThat(guess(replica(), "anna", HERE, true)).isFalse();
    }
}
