package io.oblako.identity.wiring;

import io.oblako.web.health.Dependency;
import io.oblako.web.health.Reachable;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Keycloak. While it is away nobody logs in by password; tokens, application credentials and all reads go on. */
@Wellness
@ApplicationScoped
class KeycloakHealth implements HealthCheck {

    private final IdentityConfig config;

    KeycloakHealth(IdentityConfig config) {
        this.config = config;
    }

    @Override
    public HealthCheckResponse call() {
        return Dependency.named("keycloak", List.of("database"))
                .status(Reachable.url(config.keycloak().url()))
                .build();
    }
}
