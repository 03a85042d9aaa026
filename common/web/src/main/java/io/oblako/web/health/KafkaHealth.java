package io.oblako.web.health;

import io.oblako.messaging.KafkaSettings;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The broker. While it is away requests are answered: their messages wait in the outbox, and others' facts are as of then. */
@Wellness
@ApplicationScoped
class KafkaHealth implements HealthCheck {

    private final KafkaSettings settings;

    KafkaHealth(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public HealthCheckResponse call() {
        return Dependency.named("kafka", List.of())
                .status(Reachable.any(settings.bootstrap()))
                .withData("address", settings.bootstrap())
                .build();
    }
}
