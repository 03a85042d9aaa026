package io.oblako.identity.api;

import static io.oblako.testing.AccessMatrix.PERSONAS;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every route times every persona in a project and in a domain times whose thing it is. What the policy says is compared
 * here; what {@link io.oblako.identity.domain.access.Sphere} makes of it is the list that is checked in beside it,
 * {@code golden/access.txt}: one line a route, one letter a cell, see {@link AccessMatrix.Cell}. Written anew with
 * {@code -Dgolden.write=true}, and then read by somebody.
 */
@QuarkusTest
@WithTestResource(IdentityEngines.class)
class AccessMatrixIT {

    private static final Policy POLICY = Policy.ofClassPath();
    private static final Path GOLDEN = Path.of("src/test/resources/golden/access.txt");
    private static final List<String> HEAD = List.of(
            "# + gets through, - is refused, 0 is told that there is no such thing. Columns: none, reader, member, manager,",
            "# admin, service with a project; the same with a domain. The thing is one's own (self), of somebody in the same",
            "# domain (near), of another domain (far), or there is none (nothing).");

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
    private String cells(BiFunction<String, Boolean, AccessMatrix.Cell> cell) {
        StringBuilder letters = new StringBuilder();
        for (boolean domain : new boolean[] {false, true}) {
            for (String persona : PERSONAS) {
                letters.append(cell.apply(persona, domain).letter());
            }
        }
        return letters.toString();
    }

    private static Scope scope(AccessWorld world, boolean domain) {
        return domain ? world.domainScope() : world.projectScope();
    }

    private static String called(String persona, boolean domain) {
        return domain ? persona + " with a domain" : persona;
    }

    private String line(Route route) {
        matrix.anonymous(route, AccessWorld.absent(route));
        matrix.badToken(route, send("eyJhbGciOiJub25lIn0.e30.", route, AccessWorld.absent(route)));
        String nothing = cells((persona, domain) -> matrix.ofNothing(
                route,
                called(persona, domain),
                mine.neighbour(persona, scope(mine, domain)),
                AccessWorld.absent(route)));
        String line = "%-6s %s %s".formatted(route.method(), route.path(), POLICY.rule(route.operation()));
        if (!AccessWorld.owned(route)) {
            return line + "  " + nothing;
        }
        String self = cells((persona, domain) -> matrix.ofOwner(
                route, called(persona, domain), mine.self(persona, scope(mine, domain)), mine.thing(route)));
        String near = cells((persona, domain) -> matrix.ofOwner(
                route, called(persona, domain), mine.neighbour(persona, scope(mine, domain)), mine.thing(route)));
        String far = cells((persona, domain) -> far(route, persona, domain));
        return "%s  self %s  near %s  far %s  nothing %s".formatted(line, self, near, far, nothing);
    }

    /** Operators and services see all there is; for all others another domain is not there. */
    private AccessMatrix.Cell far(Route route, String persona, boolean domain) {
        Caller stranger = mine.self(persona, scope(mine, domain));
        if (stranger.isAdmin() || stranger.has("service")) {
            return matrix.ofOwner(route, called(persona, domain), stranger, others.thing(route));
        }
        return matrix.ofStranger(route, called(persona, domain), stranger, others.thing(route));
    }

    @Test
    void API_03_everyCellOfTheMatrixEqualsThePolicyAndTheListThatIsCheckedIn() throws IOException {
        Cloud.admin();
        mine = AccessWorld.make(identity, admin);
        others = AccessWorld.make(identity, admin);
        List<String> lines = new ArrayList<>(HEAD);
        for (Route route : RouteInventory.of(PolicyTest.resources())) {
            lines.add(line(route));
        }
        matrix.requireNoDifference(4000);
        if (Boolean.getBoolean("golden.write")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, lines);
        }
        assertThat(lines).isEqualTo(Files.readAllLines(GOLDEN));
    }
}
