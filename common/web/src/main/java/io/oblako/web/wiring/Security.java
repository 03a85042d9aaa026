package io.oblako.web.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.oblako.kernel.json.Json;
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
    static TokenVerifier verifier(TokenFacts facts, Clock clock) {
        return new TokenVerifier(facts, facts.revocations(), clock);
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
