package io.oblako.compute.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.token.Caller;
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
import org.junit.jupiter.api.Test;

/**
 * Every route times every persona times whose thing it is, generated from the routes: the answers equal the policy, cell
 * by cell, and what is another's is answered like what is not there.
 */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class AccessMatrixIT {

    private static final List<String> PERSONAS = List.of("none", "reader", "member", "manager", "admin", "service");
    private static final Policy POLICY = Policy.ofClassPath();

    private final String project = TestIdentity.newProject();
    private final List<String> differences = new ArrayList<>();
    private int cells;

    private String absent(RouteInventory.Route route) {
        return route.path()
                .replace("{project}", project)
                .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
    }

    private static Response send(Caller caller, String method, String path) {
        return Api.withToken(TestIdentity.current().token(caller))
                .at(OwnedThings.version(path))
                .send(method, path);
    }

    private static boolean refused(Response answer) {
        return answer.statusCode() == 401 || answer.statusCode() == 403;
    }

    @Test
    void API_03_everyCellOfTheMatrixEqualsThePolicy() {
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            Rule rule = POLICY.rule(route.operation());
            cells++;
            int anonymous = Api.nobody().send(route.method(), absent(route)).statusCode();
            if ((anonymous == 401) == (rule == Rule.ANYONE)) {
                differences.add(route.operation() + " without a token answers " + anonymous);
            }
            for (String persona : PERSONAS) {
                cells++;
                Caller caller = TestIdentity.current().caller(project, persona);
                Response answer = send(caller, route.method(), absent(route));
                if (refused(answer) == rule.allows(caller) || answer.statusCode() >= 500) {
                    differ(route.operation(), persona, "of nothing", answer, rule);
                }
            }
        }
        assertThat(cells).isGreaterThan(500);
        assertThat(differences).isEmpty();
    }

    /** The owner gets through wherever the rule lets them; a stranger sees what they would see if there were nothing. */
    @Test
    void API_03_everyCellOfTheMatrixKnowsWhoseThingItIs() {
        OwnedThings things = OwnedThings.make();
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            if (!OwnedThings.owned(route.path())) {
                continue;
            }
            Rule rule = POLICY.rule(route.operation());
            String owners = TestIdentity.newProject();
            Caller victim = TestIdentity.current().caller(owners, "member");
            for (String persona : PERSONAS) {
                Caller owner = TestIdentity.current().caller(owners, persona);
                owns(things.forOwner(route, owner), route, owner, persona, rule);
                Caller stranger = TestIdentity.current().caller(TestIdentity.newProject(), persona);
                if (!stranger.isAdmin()) {
                    isShutOut(things.forStranger(route, victim), route, stranger, persona, rule);
                }
            }
        }
        assertThat(cells).isGreaterThan(400);
        assertThat(differences).isEmpty();
    }

    private void owns(OwnedThings.Thing thing, RouteInventory.Route route, Caller owner, String persona, Rule rule) {
        cells++;
        Response mine = send(owner, route.method(), thing.path());
        Response none = send(owner, route.method(), thing.absentPath());
        boolean hidden = mine.statusCode() == 404
                && none.statusCode() == 404
                && mine.asString().replace(thing.id(), thing.absentId()).equals(none.asString());
        if (refused(mine) == rule.allows(owner) || hidden || mine.statusCode() >= 500) {
            differ(route.operation(), persona, "of the owner", mine, rule);
        }
    }

    private void isShutOut(
            OwnedThings.Thing thing, RouteInventory.Route route, Caller stranger, String persona, Rule rule) {
        cells++;
        Response foreign = send(stranger, route.method(), thing.path());
        Response none = send(stranger, route.method(), thing.absentPath());
        boolean same = foreign.statusCode() == none.statusCode()
                && foreign.asString().replace(thing.id(), thing.absentId()).equals(none.asString());
        boolean through = foreign.statusCode() < 400;
        if (!same || through || (!rule.allows(stranger) && !refused(foreign))) {
            differ(route.operation(), persona, "of a stranger", foreign, rule);
        }
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
            if (POLICY.rule(route.operation()) != Rule.ANYONE) {
                assertThat(Api.withToken("eyJhbGciOiJub25lIn0.e30.")
                                .send(route.method(), absent(route))
                                .statusCode())
                        .as(route.operation())
                        .isEqualTo(401);
            }
        }
    }
}
