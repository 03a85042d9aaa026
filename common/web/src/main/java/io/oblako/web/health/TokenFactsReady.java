package io.oblako.web.health;

import io.oblako.web.auth.TokenFacts;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once tokens can be verified: keys and revocations have been read from Kafka. It stays so when Kafka goes away. */
@Readiness
@ApplicationScoped
class TokenFactsReady implements HealthCheck {

    private final TokenFacts facts;

    TokenFactsReady(TokenFacts facts) {
        this.facts = facts;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tokens: signing keys and revocations (kafka, identity)")
                .status(facts.caughtUp())
                .build();
    }
}
