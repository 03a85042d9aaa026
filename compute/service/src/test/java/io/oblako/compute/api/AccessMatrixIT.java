package io.oblako.compute.api;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Every route times every persona, generated from the routes: the answers equal the policy, cell by cell. */
@QuarkusTest
@WithTestResource(value = QuarkusEngines.class, initArgs = @ResourceArg(name = "service", value = "compute"))
class AccessMatrixIT {

    private static final List<String> PERSONAS = List.of("none", "reader", "member", "manager", "admin", "service");
    private static final Policy POLICY = Policy.ofClassPath();

    private final String project = TestIdentity.newProject();

    private String path(RouteInventory.Route route) {
        return route.path()
                .replace("{project}", project)
                .replace("{hypervisor}", UUID.randomUUID().toString())
                .replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
    }

    @Test
    void API_03_everyCellOfTheMatrixEqualsThePolicy() {
        List<String> differences = new ArrayList<>();
        int cells = 0;
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            Rule rule = POLICY.rule(route.operation());
            cells++;
            int anonymous = Api.nobody().send(route.method(), path(route)).statusCode();
            if ((anonymous == 401) == (rule == Rule.ANYONE)) {
                differences.add(route.operation() + " without a token answers " + anonymous);
            }
            for (String persona : PERSONAS) {
                cells++;
                var caller = TestIdentity.current().caller(project, persona);
                Response answer =
                        Api.withToken(TestIdentity.current().token(caller)).send(route.method(), path(route));
                boolean refused = answer.statusCode() == 401 || answer.statusCode() == 403;
                if (refused == rule.allows(caller) || answer.statusCode() >= 500) {
                    differences.add("%s as %s answers %d, the rule is %s: %s"
                            .formatted(route.operation(), persona, answer.statusCode(), rule, answer.asString()));
                }
            }
        }
        assertThat(cells).isGreaterThan(500);
        assertThat(differences).isEmpty();
    }

    @Test
    void API_03_everyServerActionEqualsThePolicy() {
        List<String> differences = new ArrayList<>();
        POLICY.rows().forEach((operation, rule) -> {
            if (!operation.startsWith("compute:servers:action:")) {
                return;
            }
            String action = operation.substring("compute:servers:action:".length());
            for (String persona : PERSONAS) {
                var caller = TestIdentity.current().caller(project, persona);
                int status = Api.withToken(TestIdentity.current().token(caller))
                        .at("2.1")
                        .post("/servers/" + UUID.randomUUID() + "/action", "{\"%s\": null}".formatted(action))
                        .statusCode();
                if ((status == 403) == rule.allows(caller) || status >= 500) {
                    differences.add("%s as %s answers %d, the rule is %s".formatted(action, persona, status, rule));
                }
            }
        });
        assertThat(differences).isEmpty();
    }

    @Test
    void API_03_anExpiredOrForgedTokenIs401Everywhere() {
        for (RouteInventory.Route route : RouteInventory.of(RoutePolicyTest.resources())) {
            if (POLICY.rule(route.operation()) != Rule.ANYONE) {
                assertThat(Api.withToken("eyJhbGciOiJub25lIn0.e30.")
                                .send(route.method(), path(route))
                                .statusCode())
                        .as(route.operation())
                        .isEqualTo(401);
            }
        }
    }
}
