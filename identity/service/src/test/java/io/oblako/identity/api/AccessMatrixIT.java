package io.oblako.identity.api;

import static io.oblako.testing.AccessMatrix.PERSONAS;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import io.oblako.testing.AccessMatrix;
import io.oblako.testing.AccessMatrix.Answer;
import io.oblako.testing.RouteInventory;
import io.oblako.testing.RouteInventory.Route;
import io.oblako.testing.TestIdentity;
import io.oblako.web.policy.Policy;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every route times every persona in a project and in a domain times whose thing it is, compared with the policy: whom its
 * rule does not allow is refused, nobody is let in without a token, and what is in another domain is for those who do not
 * see it as if it were not there. What {@link io.oblako.identity.domain.access.Sphere} allows of what the rules leave open
 * is held by {@code PersonasIT}.
 */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class AccessMatrixIT {

    private static final Policy POLICY = Policy.ofClassPath();

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestIdentity identity = TestIdentity.current();
    private final String admin = identity.token(TestIdentity.newProject(), "admin");
    private final AccessMatrix matrix = new AccessMatrix(POLICY, this::send);
    private AccessWorld mine;
    private AccessWorld others;

    private Answer send(@Nullable Caller caller, Route route, String path) {
        Answer answer = send(caller == null ? null : identity.token(caller), route, path);
        if (route.method().equals("DELETE") && answer.status() < 300) {
            mine.wearOut();
            others.wearOut();
        }
        return answer;
    }

    private Answer send(@Nullable String token, Route route, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Content-Type", "application/json")
                .method(route.method(), BodyPublishers.ofString(body(route)));
        if (token != null) {
            request.header("X-Auth-Token", token);
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the route can do something with: where the body is wrong it is not seen whether the caller would have been. */
    private String body(Route route) {
        String operation = route.operation().replaceFirst("^identity:", "");
        String fresh = Cloud.fresh("made");
        Object body = switch (operation) {
            case "users:create" -> Map.of("user", Map.of("name", fresh, "domain_id", others.domain()));
            case "groups:create" -> Map.of("group", Map.of("name", fresh, "domain_id", others.domain()));
            case "projects:create" -> Map.of("project", Map.of("name", fresh, "domain_id", others.domain()));
            case "domains:create" -> Map.of("domain", Map.of("name", fresh));
            case "roles:create" -> Map.of("role", Map.of("name", fresh));
            case "users:update", "groups:update", "projects:update", "domains:update" -> {
                String kind = operation.substring(0, operation.indexOf(':') - 1);
                yield Map.of(kind, Map.of("description", fresh));
            }
            case "project-tags:replace" -> Map.of("tags", List.of(fresh));
            case "application-credentials:create" -> Map.of("application_credential", Map.of("name", fresh));
            default -> Map.of();
        };
        return route.method().equals("GET") || route.method().equals("DELETE") ? "" : Json.text(body);
    }

    /** The personas with a project, then with a domain; a world's parts are asked for in each cell: they wear out. */
    private static void cells(BiConsumer<String, Boolean> cell) {
        for (boolean domain : new boolean[] {false, true}) {
            for (String persona : PERSONAS) {
                cell.accept(persona, domain);
            }
        }
    }

    private static Scope scope(AccessWorld world, boolean domain) {
        return domain ? world.domainScope() : world.projectScope();
    }

    private static String called(String persona, boolean domain) {
        return domain ? persona + " with a domain" : persona;
    }

    private void ask(Route route) {
        matrix.anonymous(route, AccessWorld.absent(route));
        matrix.badToken(route, send("eyJhbGciOiJub25lIn0.e30.", route, AccessWorld.absent(route)));
        cells((persona, domain) -> matrix.ofNothing(
                route,
                called(persona, domain),
                mine.neighbour(persona, scope(mine, domain)),
                AccessWorld.absent(route)));
        if (!AccessWorld.owned(route)) {
            return;
        }
        cells((persona, domain) -> matrix.ofOwner(
                route, called(persona, domain), mine.self(persona, scope(mine, domain)), mine.thing(route)));
        cells((persona, domain) -> matrix.ofOwner(
                route, called(persona, domain), mine.neighbour(persona, scope(mine, domain)), mine.thing(route)));
        cells((persona, domain) -> far(route, persona, domain));
    }

    /** Operators and services see all there is; for all others another domain is not there. */
    private void far(Route route, String persona, boolean domain) {
        Caller stranger = mine.self(persona, scope(mine, domain));
        if (stranger.isAdmin() || stranger.has("service")) {
            matrix.ofOwner(route, called(persona, domain), stranger, others.thing(route));
        } else {
            matrix.ofStranger(route, called(persona, domain), stranger, others.thing(route));
        }
    }

    @Test
    void API_03_everyCellOfTheMatrixEqualsThePolicy() {
        Cloud.admin();
        mine = AccessWorld.make(identity, admin);
        others = AccessWorld.make(identity, admin);
        RouteInventory.of(PolicyTest.resources()).forEach(this::ask);
        matrix.requireNoDifference(2500);
    }
}
