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
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
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

    private final String project = TestIdentity.newProject();
    private final AccessMatrix matrix = new AccessMatrix(POLICY, AccessMatrixIT::send);
    private final List<String> differences = new ArrayList<>();
    private int cells;

    private String absent(RouteInventory.Route route) {
        return route.path()
                .replace("{project}", project)
                .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
    }

    private static Answer send(@Nullable Caller caller, RouteInventory.Route route, String path) {
        Api api = caller == null
                ? Api.nobody()
                : Api.withToken(TestIdentity.current().token(caller)).at(OwnedThings.version(path));
        return answer(api.send(route.method(), path));
    }

    private static Answer answer(Response response) {
        return new Answer(response.statusCode(), response.asString());
    }

    @Test
    void API_03_everyCellOfTheMatrixEqualsThePolicy() {
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            matrix.anonymous(route, absent(route));
            for (String persona : PERSONAS) {
                Caller caller = TestIdentity.current().caller(project, persona);
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
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            if (!OwnedThings.owned(route.path())) {
                continue;
            }
            String owners = TestIdentity.newProject();
            Caller victim = TestIdentity.current().caller(owners, "member");
            for (String persona : PERSONAS) {
                Caller owner = TestIdentity.current().caller(owners, persona);
                Cell own = matrix.ofOwner(route, persona, owner, things.forOwner(route, owner));
                matrix.requireThrough(route, persona, owner, own);
                Caller stranger = TestIdentity.current().caller(TestIdentity.newProject(), persona);
                if (!stranger.isAdmin()) {
                    matrix.ofStranger(route, persona, stranger, things.forStranger(route, victim));
                }
            }
        }
        matrix.requireNoDifference(400);
    }

    private void differ(String operation, String persona, String whose, Response answer, Rule rule) {
        differences.add("%s as %s %s answers %d, the rule is %s: %s"
                .formatted(operation, persona, whose, answer.statusCode(), rule, answer.asString()));
    }

    @Test
    void API_03_everyServerActionEqualsThePolicyWhoeverAsksForWhoseServer() {
        OwnedThings things = OwnedThings.make();
        POLICY.rows().forEach((operation, rule) -> {
            if (!operation.startsWith("compute:servers:action:")) {
                return;
            }
            String body = "{\"%s\": null}".formatted(operation.substring("compute:servers:action:".length()));
            String owners = TestIdentity.newProject();
            for (String persona : PERSONAS) {
                Caller owner = TestIdentity.current().caller(owners, persona);
                String mine = things.server(owner);
                String none = UUID.randomUUID().toString();
                Response answer = act(owner, mine, body);
                cells++;
                if ((answer.statusCode() == 403) == rule.allows(owner)
                        || answer.statusCode() == 404
                        || (answer.statusCode() >= 500 && answer.statusCode() != 501)) {
                    differ(operation, persona, "of the owner", answer, rule);
                }
                Caller stranger = TestIdentity.current().caller(TestIdentity.newProject(), persona);
                Response foreign = act(stranger, mine, body);
                cells++;
                boolean same = foreign.asString()
                        .replace(mine, none)
                        .equals(act(stranger, none, body).asString());
                if (!stranger.isAdmin() && (!same || foreign.statusCode() < 400)) {
                    differ(operation, persona, "of a stranger", foreign, rule);
                }
            }
        });
        assertThat(cells).isGreaterThan(400);
        assertThat(differences).isEmpty();
    }

    private static Response act(Caller caller, String server, String body) {
        return Api.withToken(TestIdentity.current().token(caller))
                .at("2.1")
                .post("/servers/" + server + "/action", body);
    }

    @Test
    void API_03_anExpiredOrForgedTokenIs401Everywhere() {
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            Api forged = Api.withToken("eyJhbGciOiJub25lIn0.e30.");
            matrix.badToken(route, answer(forged.send(route.method(), absent(route))));
        }
        matrix.requireNoDifference(70);
    }
}
