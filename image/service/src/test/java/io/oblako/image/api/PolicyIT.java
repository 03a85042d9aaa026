package io.oblako.image.api;

import static io.oblako.image.api.ImageCloud.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.oblako.testing.RouteInventory;
import io.oblako.testing.RouteInventory.Route;
import io.oblako.testing.TestIdentity;
import io.oblako.web.policy.Policy;
import io.oblako.web.policy.Rule;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route × every persona × whose image, made from the routes themselves. */
@QuarkusTest
@QuarkusTestResource(ImageCloud.class)
class PolicyIT {

    private static final List<Route> ROUTES = RouteInventory.of(resources());
    private static final List<String> PERSONAS =
            List.of("none", "norole", "reader", "member", "manager", "admin", "service");
    private static final Policy POLICY = Policy.ofClassPath();

    /** All of the package: a resource that is added tomorrow needs no place in a list to be looked at. */
    static List<Class<?>> resources() {
        List<Class<?>> resources = new ArrayList<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.oblako.image.api")) {
            if (each.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
                resources.add(each.reflect());
            }
        }
        return resources;
    }

    @Test
    void API_03_routesAndPolicyAreTheSame() {
        assertThat(ROUTES).hasSizeGreaterThan(20);
        assertThat(RouteInventory.differences(ROUTES, VisibilityRights.OPERATIONS, POLICY))
                .isEmpty();
    }

    static Stream<Arguments> cells() {
        return ROUTES.stream().flatMap(route -> PERSONAS.stream().map(persona -> Arguments.of(route, persona)));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("cells")
    void API_03_whoMayAskIsWhatThePolicySays(Route route, String persona) {
        Response response = send(
                route, persona, TestIdentity.newProject(), UUID.randomUUID().toString());
        Rule rule = POLICY.rule(route.operation());
        if (persona.equals("none")) {
            assertThat(response.statusCode() == 401).isEqualTo(rule != Rule.ANYONE);
            return;
        }
        boolean allowed =
                rule == Rule.ANYONE || rule.allows(ImageCloud.identity().caller(TestIdentity.newProject(), persona));
        assertThat(response.statusCode() == 403)
                .as("%d %s", response.statusCode(), response.asString())
                .isEqualTo(!allowed);
        assertThat(response.statusCode()).isNotEqualTo(500);
    }

    static Stream<Arguments> routesOfImages() {
        return ROUTES.stream().filter(route -> route.path().contains("{image}")).map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routesOfImages")
    void API_01_everyRouteTreatsAnothersImageLikeNone(Route route) {
        String owner = TestIdentity.newProject();
        String secret = Bits.register(
                owner,
                "{\"name\": \"secret\", \"visibility\": \"private\", \"disk_format\": \"raw\", \"container_format\":"
                        + " \"bare\"}");
        String before = shown(owner, secret);
        String stranger = TestIdentity.newProject();
        Response anothers = send(route, "manager", stranger, secret);
        Response none = send(route, "manager", stranger, UUID.randomUUID().toString());
        assertThat(anothers.statusCode()).isEqualTo(none.statusCode()).isIn(404, 403);
        assertThat(shown(owner, secret)).isEqualTo(before);
    }

    private static String shown(String project, String id) {
        return as(project, "reader").get("/v2/images/{id}", id).asString();
    }

    private static Response send(Route route, String persona, String project, String image) {
        RequestSpecification request = persona.equals("none") ? RestAssured.given() : as(project, persona);
        String path = route.path()
                .replace("{image}", image)
                .replace("{tag}", "t")
                .replace("{member}", project)
                .replace("{task}", image)
                .replace("{schema}", "image");
        switch (route.method()) {
            case "POST" -> request.contentType("application/json").body(body(route));
            case "PATCH" ->
                request.contentType(ImagePatch.V21)
                        .body("[{\"op\":\"add\",\"path\":\"/x\",\"value\":\"y\"}]".getBytes());
            case "PUT" -> {
                if (path.endsWith("/file")) {
                    request.contentType("application/octet-stream").body(Bits.random(600));
                } else if (path.contains("/members/")) {
                    request.contentType("application/json").body("{\"status\": \"accepted\"}");
                }
            }
            default -> request.accept("application/json");
        }
        return request.redirects().follow(false).request(route.method(), path);
    }

    private static String body(Route route) {
        return route.path().endsWith("/members") ? "{\"member\": \"abc\"}" : "{\"name\": \"matrix\"}";
    }
}
