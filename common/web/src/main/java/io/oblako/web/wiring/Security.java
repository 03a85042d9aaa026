package io.oblako.web.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.token.Revocations;
import io.oblako.kernel.token.TokenVerifier;
import io.oblako.web.auth.TokenFacts;
import io.oblako.web.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what guards the door: token verification, policy, the strict JSON reader. */
@ApplicationScoped
public class Security {

    @Produces
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    static TokenVerifier verifier(TokenFacts facts, Revocations revocations, Clock clock) {
        return new TokenVerifier(facts, revocations, clock);
    }

    /** Shared with whoever learns of a revocation before Kafka tells it: identity itself. */
    @Produces
    @Singleton
    static Revocations revocations() {
        return new Revocations();
    }

    @Produces
    @Singleton
    static Policy policy() {
        return Policy.ofClassPath();
    }

    /** The one Jackson configuration also reads and writes bodies. */
    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return Json.shared();
    }
}
