package io.oblako.web.saga;

import io.oblako.kernel.saga.SagaEngine;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaStats;
import io.oblako.kernel.saga.SagaView;
import io.oblako.web.health.Dependency;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The saga engine as health shows it: whether its store answers, what it is doing, and sagas that should have ended. A service
 * that runs sagas offers it as a bean for wellness: requests are accepted all the same.
 */
public final class SagaHealth implements HealthCheck {

    /** A saga turns back at its deadline, which takes a moment; one that is older wants a hand. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int MOST = 100;

    private final SagaEngine engine;
    private final Clock clock;

    public SagaHealth(SagaEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    @Override
    public HealthCheckResponse call() {
        SagaStats stats = engine.stats();
        var answer = Dependency.named("sagas", List.of("database"))
                .withData("working", stats.working())
                .withData("queued", stats.queued())
                .withData("resting", stats.resting());
        try {
            List<SagaView> overdue =
                    engine.list(SagaQuery.all(MOST).pastDeadline()).rows();
            Instant now = clock.instant();
            Duration oldest = overdue.stream()
                    .map(saga -> Duration.between(saga.deadline(), now))
                    .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
            return answer.status(oldest.compareTo(PATIENCE) <= 0)
                    .withData("overdue", overdue.size())
                    .withData("oldestOverdueSeconds", oldest.toSeconds())
                    .build();
        } catch (RuntimeException e) {
            // Whatever keeps the store from answering is what health is asked for; the engine's own log has the stack.
            return answer.down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
