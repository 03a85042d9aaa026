package io.oblako.web.health;

import io.oblako.messaging.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells how long ago messages last left. Never a reason to be unready: while Kafka is away requests are accepted and
 * their messages wait in the outbox.
 */
@Readiness
@ApplicationScoped
class OutboxLive implements HealthCheck {

    private final OutboxRelay relay;

    OutboxLive(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public HealthCheckResponse call() {
        long seconds = Math.min(
                Duration.between(relay.lastRound(), Instant.now()).toSeconds(),
                Duration.ofDays(365).toSeconds());
        return HealthCheckResponse.named("outbox relay (postgresql, kafka)")
                .up()
                .withData("published", relay.published())
                .withData("secondsSinceLastRound", seconds)
                .build();
    }
}
