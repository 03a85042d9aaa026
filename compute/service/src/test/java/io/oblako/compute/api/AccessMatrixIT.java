package io.oblako.compute.api;

import static io.oblako.testing.AccessMatrix.PERSONAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.token.Caller;
import io.oblako.testing.AccessMatrix;
import io.oblako.testing.AccessMatrix.Answer;
import io.oblako.testing.AccessMatrix.Cell;
import io.oblako.testing.QuarkusEngines;
import io.oblako.testing.RouteInventory;
import io.oblako.testing.TestIdentity;
import io.oblako.web.policy.Policy;
import io.oblako.web.policy.Rule;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every route times every persona times whose thing it is, generated from the routes: the answers equal the policy, cell
 * by cell, and what is another's is answered like what is not there.
 */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class AccessMatrixIT {

    private static final Policy POLICY = Policy.ofClassPath();
    /** In these numbers REST Assured costs more than the service. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String project = TestIdentity.newProject();
    private final TestIdentity identity = TestIdentity.current();
    /** Signing is dear, and there are thousands of requests. */
    private final Map<Caller, String> tokens = new HashMap<>();

    private final Map<String, Caller> callers = new HashMap<>();

    private final AccessMatrix matrix =
            new AccessMatrix(POLICY, (caller, route, path) -> ask(token(caller), route.method(), path));
    private final List<String> differences = new ArrayList<>();
    private int cells;

    private @Nullable String token(@Nullable Caller caller) {
        return caller == null ? null : tokens.computeIfAbsent(caller, identity::token);
    }

    private Caller caller(String ofProject, String persona) {
        return callers.computeIfAbsent(ofProject + '/' + persona, _ -> identity.caller(ofProject, persona));
    }

    private static Answer ask(@Nullable String token, String method, String path) {
        boolean empty = method.equals("GET") || method.equals("DELETE");
        return ask(token, OwnedThings.version(path), method, path, empty ? null : "{}");
    }

    private static Answer ask(
            @Nullable String token, String version, String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ':' + RestAssured.port + path))
                .timeout(Duration.ofMinutes(1))
                .header("OpenStack-API-Version", "compute " + version)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("X-Auth-Token", token);
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer act(Caller caller, String server, String body) {
        return ask(token(caller), "2.1", "POST", "/v2.1/servers/" + server + "/action", body);
    }

    private String absent(RouteInventory.Route route) {
        return route.path()
                .replace("{project}", project)
                .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
    }

    @Test
    void API_03_everyCellOfTheMatrixEqualsThePolicy() {
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            matrix.anonymous(route, absent(route));
            for (String persona : PERSONAS) {
                Caller caller = caller(project, persona);
                Cell cell = matrix.ofNothing(route, persona, caller, absent(route));
                matrix.requireNotRefused(route, persona, caller, cell);
            }
        }
        matrix.requireNoDifference(500);
    }

    /** The owner gets through wherever the rule lets them; a stranger sees what they would see if there were nothing. */
    @Test
    void API_03_everyCellOfTheMatrixKnowsWhoseThingItIs() {
        OwnedThings things = OwnedThings.make();
        String elsewhere = TestIdentity.newProject();
        try (FakeImageService _ = new FakeImageService()) {
            RouteInventory.of(RoutePolicyTest.resources()).stream()
                    .filter(route -> OwnedThings.owned(route.path()))
                    .forEach(route -> knowsWhoseThingItIs(route, things, elsewhere));
        }
        matrix.requireNoDifference(400);
    }

    private void knowsWhoseThingItIs(RouteInventory.Route route, OwnedThings things, String elsewhere) {
        String owners = TestIdentity.newProject();
        Caller victim = caller(owners, "member");
        for (String persona : PERSONAS) {
            Caller owner = caller(owners, persona);
            Cell own = matrix.ofOwner(route, persona, owner, things.forOwner(route, owner));
            matrix.requireThrough(route, persona, owner, own);
            Caller stranger = caller(elsewhere, persona);
            if (!stranger.isAdmin()) {
                matrix.ofStranger(route, persona, stranger, things.forStranger(route, victim));
            }
        }
    }

    private void differ(String operation, String persona, String whose, Answer answer, Rule rule) {
        differences.add("%s as %s %s answers %d, the rule is %s: %s"
                .formatted(operation, persona, whose, answer.status(), rule, answer.body()));
    }

    @Test
    void API_03_everyServerActionEqualsThePolicyWhoeverAsksForWhoseServer() {
        OwnedThings things = OwnedThings.make();
        String elsewhere = TestIdentity.newProject();
        POLICY.rows().forEach((operation, rule) -> {
            if (!operation.startsWith("compute:servers:action:")) {
                return;
            }
            String body = "{\"%s\": null}".formatted(operation.substring("compute:servers:action:".length()));
            String owners = TestIdentity.newProject();
            for (String persona : PERSONAS) {
                Caller owner = caller(owners, persona);
                String mine = things.server(owner);
                String none = UUID.randomUUID().toString();
                Answer answer = act(owner, mine, body);
                cells++;
                if ((answer.status() == 403) == rule.allows(owner)
                        || answer.status() == 404
                        || (answer.status() >= 500 && answer.status() != 501)) {
                    differ(operation, persona, "of the owner", answer, rule);
                }
                Caller stranger = caller(elsewhere, persona);
                Answer foreign = act(stranger, mine, body);
                cells++;
                boolean same = foreign.body()
                        .replace(mine, none)
                        .equals(act(stranger, none, body).body());
                if (!stranger.isAdmin() && (!same || foreign.status() < 400)) {
                    differ(operation, persona, "of a stranger", foreign, rule);
                }
            }
        });
        assertThat(cells).isGreaterThan(400);
        assertThat(differences).isEmpty();
    }

    @Test
    void API_03_anExpiredOrForgedTokenIs401Everywhere() {
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            matrix.badToken(route, ask("eyJhbGciOiJub25lIn0.e30.", route.method(), absent(route)));
        }
        matrix.requireNoDifference(70);
    }
}
