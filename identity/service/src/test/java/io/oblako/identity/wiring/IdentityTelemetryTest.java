package io.oblako.identity.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.identity.domain.token.LogInObserver.Method;
import io.oblako.identity.domain.token.LogInObserver.Outcome;
import io.oblako.identity.domain.token.Refusal;
import io.oblako.identity.keycloak.KeycloakObserver;
import io.oblako.identity.keycloak.KeycloakObserver.Call;
import io.oblako.kernel.error.CloudException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdentityTelemetryTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IdentityTelemetry telemetry = new IdentityTelemetry(meters);

    private double tokens(String method, String outcome) {
        return meters.get("oblako.tokens")
                .tags("method", method, "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void logInsAreCountedByHowTheyWereTriedAndWhatCameOfThem() {
        telemetry.loggedIn(Method.PASSWORD, Outcome.of(Refusal.refused()));
        telemetry.loggedIn(Method.PASSWORD, Outcome.of(CloudException.tooManyRequests("later", Duration.ofSeconds(1))));
        telemetry.loggedIn(Method.PASSWORD, Outcome.of(new IllegalStateException("no database")));
        telemetry.loggedIn(Method.APPLICATION_CREDENTIAL, Outcome.ISSUED);
        telemetry.loggedIn(Method.APPLICATION_CREDENTIAL, Outcome.ISSUED);
        assertThat(tokens("password", "refused")).isEqualTo(1);
        assertThat(tokens("password", "kept_out")).isEqualTo(1);
        assertThat(tokens("password", "failed")).isEqualTo(1);
        assertThat(tokens("application_credential", "issued")).isEqualTo(2);
        assertThat(tokens("openid", "issued")).as("there before the first").isZero();
    }

    @Test
    void callsToKeycloakAreTimedByWhatTheyAskedForAndWhatCameOfThem() {
        telemetry.called(Call.LOG_IN, 401, Duration.ofMillis(150));
        telemetry.called(Call.LOG_IN, 200, Duration.ofMillis(170));
        telemetry.called(Call.CHANGE, 503, Duration.ofMillis(5));
        telemetry.called(Call.CHANGE, KeycloakObserver.NO_ANSWER, Duration.ofSeconds(20));
        assertThat(meters.get("oblako.keycloak")
                        .tags("call", "log_in", "outcome", "refused")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(150);
        assertThat(meters.get("oblako.keycloak")
                        .tags("call", "change", "outcome", "failed")
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whateverRequestsSayThereAreFewMeters() {
        for (int status = 0; status < 600; status++) {
            for (Call call : Call.values()) {
                telemetry.called(call, status, Duration.ZERO);
            }
        }
        assertThat(meters.find("oblako.keycloak").meters()).hasSize(3 * Call.values().length);
        assertThat(meters.find("oblako.tokens").meters()).hasSize(Method.values().length * Outcome.values().length);
    }
}
