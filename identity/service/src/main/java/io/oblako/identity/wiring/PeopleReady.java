package io.oblako.identity.wiring;

import io.oblako.web.health.Dependency;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the first operator and the nodes' credential exist; it stays so when Keycloak goes away. */
@Readiness
@ApplicationScoped
class PeopleReady implements HealthCheck {

    private final LogInServerUpkeep upkeep;

    PeopleReady(LogInServerUpkeep upkeep) {
        this.upkeep = upkeep;
    }

    @Override
    public HealthCheckResponse call() {
        return Dependency.named("bootstrap", List.of("database", "keycloak"))
                .status(upkeep.ready())
                .build();
    }
}
