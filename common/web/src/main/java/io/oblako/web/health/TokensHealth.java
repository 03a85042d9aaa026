package io.oblako.web.health;

import io.oblako.web.auth.TokenFacts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified: a key and all revocations have been read. It stays so when Kafka goes away. */
@Readiness
@ApplicationScoped
class TokensHealth implements HealthCheck {

    private final TokenFacts facts;

    TokensHealth(TokenFacts facts) {
        this.facts = facts;
    }

    @Override
    public HealthCheckResponse call() {
        return Dependency.named("tokens", List.of("projections", "identity"))
                .status(facts.caughtUp())
                .withData("signingKeys", facts.keys())
                .build();
    }
}
