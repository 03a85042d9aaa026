package io.oblako.identity.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.identity.domain.FailedLogInsContract;
import io.oblako.identity.domain.token.FailedLogIns;
import io.oblako.identity.domain.token.LogInGuard;
import io.oblako.identity.domain.token.LogInGuard.Attempt;
import io.oblako.identity.domain.token.LogInGuard.Limits;
import io.oblako.identity.persistence.PostgresFailedLogIns;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.tx.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Failures of log-ins in PostgreSQL, counted by two guards as by two replicas. */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class SharedFailuresIT extends FailedLogInsContract {

    private static final Limits LIMITS = new Limits(10, 1000, Duration.ofMinutes(1), Duration.ofMinutes(15));

    @Inject
    DataSource database;

    @Inject
    Transactions transactions;

    private final String name = Cloud.fresh("user");

    @Override
    protected FailedLogIns failures() {
        return new PostgresFailedLogIns(database, transactions);
    }

    private LogInGuard replica() {
        return new LogInGuard(LIMITS, failures(), Clock.systemUTC(), (address, pause) -> {});
    }

    private void fail(LogInGuard replica) {
        try (Attempt attempt = replica.admit(name, "192.0.2.9")) {
            attempt.found(false);
        }
    }

    @Test
    void ID_14_tenGuessesAreTenGuessesHoweverManyReplicasThereAre() {
        LogInGuard one = replica();
        LogInGuard other = replica();
        for (int i = 0; i < 5; i++) {
            fail(one);
            fail(other);
        }
        assertThatThrownBy(() -> one.admit(name, "192.0.2.9")).isInstanceOf(CloudException.class);
        assertThatThrownBy(() -> other.admit(name, "192.0.2.9"))
                .hasMessageContaining("too many failed log-ins of this user from this address");
        other.admit(name, "192.0.2.10").close();
    }

    /** Only those that run at the same moment in another replica are not known before they have failed. */
    @Test
    void ID_14_guessesSentToAllReplicasAtOnceGetNoFurtherThanTenForEach() throws Exception {
        AtomicInteger lookedAt = new AtomicInteger();
        CountDownLatch begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> guesses = new ArrayList<>();
            for (LogInGuard replica : List.of(replica(), replica())) {
                for (int i = 0; i < 40; i++) {
                    guesses.add(threads.submit(() -> {
                        begin.await();
                        try (Attempt attempt = replica.admit(name, "192.0.2.9")) {
                            lookedAt.incrementAndGet();
                            attempt.found(false);
                        } catch (CloudException e) {
                            assertThat(e.retryAfter()).isPresent();
                        }
                        return null;
                    }));
                }
            }
            begin.countDown();
            for (Future<?> guess : guesses) {
                guess.get();
            }
        }
        assertThat(lookedAt.get()).isBetween(10, 20);
        assertThatThrownBy(() -> replica().admit(name, "192.0.2.9")).isInstanceOf(CloudException.class);
    }
}
