package io.oblako.e2e;

import java.util.ArrayList;
import java.util.List;

/** Tokens from an application credential and from a token, and password log-ins beside Keycloak's own grants. */
final class IdentityBenchmark {

    private static final int WARM_UP = 20_000;
    private static final int TOKENS = 3000;
    private static final int CONCURRENCY = 4;
    private static final int LOG_INS = 40;

    private final Cloud.Tenant tenant;
    private final Cloud cloud;

    IdentityBenchmark(Cloud.Tenant tenant, Cloud cloud) {
        this.tenant = tenant;
        this.cloud = cloud;
    }

    void run() {
        passwords();
        String path = "/users/%s/application_credentials".formatted(cloud.userId());
        Cloud.Answer made = cloud.identity("POST", path, """
                {"application_credential":{"name":"bench"}}""").expect(201);
        Meter.Sample credential = tokens(
                """
                {"auth":{"identity":{"methods":["application_credential"],"application_credential":{"id":"%s","secret":"%s"}}}}""".formatted(made.text("/application_credential/id"), made.text("/application_credential/secret")));
        Meter.Sample token = tokens("""
                {"auth":{"identity":{"methods":["token"],"token":{"id":"%s"}},"scope":{"project":{"id":"%s"}}}}""".formatted(cloud.token(), cloud.projectId()));
        Benchmarks.print("token from an application credential, CPU", credential.cpuMillisPerCall(), "ms");
        Benchmarks.print("token from a token, CPU", token.cpuMillisPerCall(), "ms");
        Benchmarks.print("tokens from a token per second", token.perSecond());
        Benchmarks.print("identity", credential.perSecond(), "tokens per second from an application credential");
    }

    private Meter.Sample tokens(String body) {
        Meter.Call ask = turn -> cloud.identity("POST", "/auth/tokens", body).expect(201);
        Meter.sample(WARM_UP, CONCURRENCY, ask);
        return Meter.sample(TOKENS, CONCURRENCY, ask);
    }

    /** In turns, so that both meet the same machine; most of either is Keycloak's hash. */
    private void passwords() {
        KeycloakGrant keycloak = KeycloakGrant.ofThisCloud();
        List<Double> logIns = new ArrayList<>();
        List<Double> grants = new ArrayList<>();
        for (int turn = -LOG_INS / 4; turn < LOG_INS; turn++) {
            double logIn = millis(tenant::login);
            double grant = millis(() -> keycloak.ask(tenant.name(), tenant.password()));
            if (turn >= 0) {
                logIns.add(logIn);
                grants.add(grant);
            }
        }
        Benchmarks.print("password log-in, median", Meter.median(logIns), "ms");
        Benchmarks.print("Keycloak's own grant, median", Meter.median(grants), "ms");
        Benchmarks.print("password over grant", Meter.median(logIns) - Meter.median(grants), "ms");
    }

    private static double millis(Runnable call) {
        long began = System.nanoTime();
        call.run();
        return Meter.millisSince(began);
    }
}
