package io.oblako.identity.wiring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oblako.identity.domain.token.LogInGuard;
import io.oblako.identity.domain.token.LogInObserver;
import io.oblako.identity.keycloak.KeycloakObserver;
import io.oblako.kernel.token.Revocations;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What identity does as meters, of this process. Tags have few values, whatever requests say:
 *
 * <ul>
 *   <li>{@code oblako.tokens} (method, outcome): log-ins by how they were tried and by what came of them. {@code kept_out}
 *       are those that were not looked at after too many failures, {@code failed} those that nobody could judge;
 *   <li>{@code oblako.log.in.pauses}: failures that closed a name or an address for a while;
 *   <li>{@code oblako.log.in.trying} (gauge): names and addresses whose secrets are being checked now;
 *   <li>{@code oblako.keycloak} (call, outcome): time of each call. {@code failed} are those without an answer and those
 *       answered with 5xx;
 *   <li>{@code oblako.revocations} (kind): what was taken back, a {@code token} or all of a {@code user} for example;
 *   <li>{@code oblako.revocations.known} (gauge): revocations that may still concern a living token.
 * </ul>
 */
final class IdentityTelemetry implements LogInObserver, KeycloakObserver {

    private static final int FIRST_REFUSAL = 400;
    private static final int FIRST_FAILURE = 500;

    private final MeterRegistry meters;
    private final Counter pauses;
    /** Found without a search: each token passes here. */
    private final Map<Method, Map<Outcome, Counter>> tokens = new EnumMap<>(Method.class);

    IdentityTelemetry(MeterRegistry meters) {
        this.meters = meters;
        this.pauses = Counter.builder("oblako.log.in.pauses")
                .description("Failures that closed a name or an address for a while")
                .register(meters);
        for (Method method : Method.values()) {
            Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(
                        outcome,
                        Counter.builder("oblako.tokens")
                                .description("Log-ins by how they were tried and what came of them")
                                .tag("method", word(method))
                                .tag("outcome", word(outcome))
                                .register(meters));
            }
            tokens.put(method, outcomes);
        }
    }

    /** Makes the meters of things that are asked for their number. */
    void measure(LogInGuard guard, Revocations revocations) {
        Gauge.builder("oblako.log.in.trying", guard, LogInGuard::trying).register(meters);
        Gauge.builder("oblako.revocations.known", revocations, Revocations::size)
                .register(meters);
    }

    @Override
    public void loggedIn(Method method, Outcome outcome) {
        Counter counter = tokens.getOrDefault(method, Map.of()).get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void paused() {
        pauses.increment();
    }

    void revoked(String kind) {
        Counter.builder("oblako.revocations")
                .description("What was taken back, by the kind of thing that all its tokens are void of")
                .tag("kind", kind)
                .register(meters)
                .increment();
    }

    @Override
    public void called(Call call, int status, Duration took) {
        Timer.builder("oblako.keycloak")
                .description("Calls to the log-in server")
                .tag("call", word(call))
                .tag("outcome", outcome(status))
                .register(meters)
                .record(took);
    }

    private static String outcome(int status) {
        if (status == NO_ANSWER || status >= FIRST_FAILURE) {
            return "failed";
        }
        return status < FIRST_REFUSAL ? "ok" : "refused";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
