package io.oblako.web.health;

import io.oblako.messaging.OutboxRelay;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Whether messages leave. Never a reason to be unready: while Kafka is away requests are accepted and their messages wait.
 * Of several replicas one relays at a time; the others look whether they may take over, which counts as a round.
 */
@Wellness
@ApplicationScoped
class OutboxHealth implements HealthCheck {

    private static final Duration LATE = Duration.ofSeconds(30);

    private final OutboxRelay relay;

    OutboxHealth(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        Duration since = Duration.between(relay.lastRound(), Instant.now());
        return Dependency.named("outbox", List.of("database", "kafka"))
                .status(since.compareTo(LATE) < 0)
                .withData("published", relay.published())
                .withData(
                        "secondsSinceLastRound",
                        Math.min(since.toSeconds(), Duration.ofDays(365).toSeconds()))
                .build();
    }
}
