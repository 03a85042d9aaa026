package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.testing.RouteInventory;
import io.oblako.testing.RouteInventory.Route;
import io.oblako.testing.TestIdentity;
import io.oblako.web.policy.Policy;
import io.oblako.web.policy.Rule;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route × every persona × whose thing, made from the routes themselves. */
@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class PolicyIT {

    static final List<Class<?>> RESOURCES = List.of(
            VersionsResource.class,
            KindsResource.class,
            ExtensionsResource.class,
            ZonesResource.class,
            NetworksResource.class,
            SubnetsResource.class,
            SubnetPoolsResource.class,
            PortsResource.class,
            SecurityGroupsResource.class,
            SecurityRulesResource.class,
            RoutersResource.class,
            FloatingIpsResource.class,
            PortForwardingsResource.class,
            AddressGroupsResource.class,
            AddressScopesResource.class,
            RbacPoliciesResource.class,
            QosPoliciesResource.class,
            BandwidthLimitRulesResource.class,
            DscpMarkingRulesResource.class,
            MinimumBandwidthRulesResource.class,
            QosRuleTypesResource.class,
            TrunksResource.class,
            LogsResource.class,
            AgentsResource.class,
            TagsResource.class,
            QuotasResource.class,
            AvailabilityResource.class,
            ReachabilityResource.class);

    private static final List<String> PERSONAS =
            List.of("none", "norole", "reader", "member", "manager", "admin", "service");
    private static final Set<String> TAGLESS =
            Set.of("security-group-rules", "address-groups", "address-scopes", "rbac-policies");
    private static final String OWNER = TestIdentity.newProject();
    /** One thing of each kind, for all routes: strangers change none of them. */
    private static final Map<String, String> THINGS = new HashMap<>();

    private static final Policy POLICY = Policy.ofClassPath();

    @Test
    void routesAndPolicyAreTheSame() {
        assertThat(RouteInventory.differences(RouteInventory.of(RESOURCES), Set.of(), POLICY))
                .isEmpty();
    }

    static Stream<Arguments> cells() {
        return RouteInventory.of(RESOURCES).stream()
                .flatMap(route -> PERSONAS.stream().map(persona -> Arguments.of(route, persona)));
    }

    @ParameterizedTest(name = "{0} as {1}")
    @MethodSource("cells")
    void API_03_whoMayAskIsWhatThePolicySays(Route route, String persona) {
        String project = TestIdentity.newProject();
        Response response =
                send(route, persona, project, "networks", UUID.randomUUID().toString());
        Rule rule = POLICY.rule(route.operation());
        if (persona.equals("none")) {
            assertThat(response.statusCode() == 401).isEqualTo(rule != Rule.ANYONE);
            return;
        }
        boolean allowed =
                rule == Rule.ANYONE || rule.allows(NetworkCloud.identity().caller(TestIdentity.newProject(), persona));
        assertThat(response.statusCode() == 403)
                .as("%d %s", response.statusCode(), response.asString())
                .isEqualTo(!allowed);
        assertThat(response.statusCode()).isLessThan(500);
    }

    static Stream<Arguments> routesOfThings() {
        return RouteInventory.of(RESOURCES).stream()
                .filter(route -> route.path().contains("{id}"))
                .map(Arguments::of);
    }

    /** One thing of each kind, by the part of the path. */
    private static Map<String, String> things(String owner) {
        String network = NetworkCloud.network(owner);
        String group = NetworkCloud.made(
                NetworkCloud.post(owner, "security-groups", "security_group", "{'name': 'g'}"), "security_group");
        Map<String, String> things = new HashMap<>(Map.of("networks", network, "security-groups", group));
        things.put("subnets", NetworkCloud.subnet(owner, network, "10.0.0.0/24"));
        things.put("subnetpools", made(owner, "subnetpools", "subnetpool", "{'prefixes': ['10.0.0.0/8']}"));
        things.put("ports", NetworkCloud.made(NetworkCloud.port(owner, network, ""), "port"));
        things.put(
                "security-group-rules",
                made(
                        owner,
                        "security-group-rules",
                        "security_group_rule",
                        "{'security_group_id': '%s', 'direction': 'ingress'}".formatted(group)));
        things.put("address-groups", made(owner, "address-groups", "address_group", "{}"));
        things.put("address-scopes", made(owner, "address-scopes", "address_scope", "{'ip_version': 4}"));
        things.put(
                "rbac-policies",
                made(
                        owner,
                        "rbac-policies",
                        "rbac_policy",
                        ("{'object_type': 'security_group', 'object_id': '%s', 'action': 'access_as_shared',"
                                        + " 'target_tenant': 'friend'}")
                                .formatted(group)));
        things.put(
                "trunks",
                made(
                        owner,
                        "trunks",
                        "trunk",
                        "{'port_id': '%s'}"
                                .formatted(NetworkCloud.made(NetworkCloud.port(owner, network, ""), "port"))));
        things.put("routers", made(owner, "routers", "router", "{}"));
        things.put(
                "floatingips",
                made(
                        owner,
                        "floatingips",
                        "floatingip",
                        "{'floating_network_id': '%s'}".formatted(NetworkCloud.externalNetwork("203.0.113.0/24"))));
        return things;
    }

    private static String made(String owner, String path, String word, String body) {
        return NetworkCloud.made(NetworkCloud.post(owner, path, word, body), word);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("routesOfThings")
    void API_01_everyRouteTreatsAnothersThingLikeNone(Route route) {
        String owner = OWNER;
        String stranger = TestIdentity.newProject();
        if (THINGS.isEmpty()) {
            THINGS.putAll(things(owner));
        }
        THINGS.forEach((collection, id) -> {
            boolean generic = route.path().contains("{collection}");
            boolean tagless = TAGLESS.contains(collection);
            String path = "/v2.0/" + collection + "/{id}";
            boolean its = route.path().equals(path) || route.path().startsWith(path + "/");
            if (generic ? tagless : !its) {
                return;
            }
            String before = shown(owner, collection, id);
            String none = UUID.randomUUID().toString();
            Response anothers = send(route, "manager", stranger, collection, id);
            Response absent = send(route, "manager", stranger, collection, none);
            assertThat(anothers.statusCode()).as(anothers.asString()).isEqualTo(404);
            assertThat(anothers.asString().replace(id, "ID"))
                    .isEqualTo(absent.asString().replace(none, "ID"));
            assertThat(shown(owner, collection, id)).isEqualTo(before);
        });
    }

    private static String shown(String project, String collection, String id) {
        return as(project, "reader").get("/v2.0/{c}/{id}", collection, id).asString();
    }

    private static Response send(Route route, String persona, String project, String collection, String id) {
        RequestSpecification request = persona.equals("none") ? RestAssured.given() : as(project, persona);
        String path = route.path()
                .replace("{collection}", collection)
                .replace("{id}", id)
                .replace("{network}", id)
                .replace("{project}", project)
                .replace("{alias}", "quotas")
                .replace("{floatingip}", id)
                .replace("{policy}", id)
                .replace("{type}", "bandwidth_limit")
                .replace("{tag}", "t");
        String word = path.split("/").length > 2
                ? path.split("/")[2].replace('-', '_').replaceAll("ies$", "y").replaceAll("s$", "")
                : "";
        switch (route.method()) {
            case "POST" -> request.contentType(ContentType.JSON).body("{\"" + word + "\": {\"name\": \"matrix\"}}");
            case "PUT" -> {
                if (!path.endsWith("/tags/t")) {
                    request.contentType(ContentType.JSON).body(change(path, word));
                }
            }
            default -> request.accept("application/json");
        }
        return request.request(route.method(), path);
    }

    /** What a PUT to the path takes. */
    private static String change(String path, String word) {
        if (path.endsWith("_router_interface")) {
            return "{\"subnet_id\": \"%s\"}".formatted(UUID.randomUUID());
        }
        if (path.endsWith("_addresses")) {
            return "{\"addresses\": [\"10.0.0.0/8\"]}";
        }
        if (path.endsWith("_subports")) {
            return "{\"sub_ports\": [{\"port_id\": \"%s\", \"segmentation_type\": \"vlan\", \"segmentation_id\": 7}]}"
                    .formatted(UUID.randomUUID());
        }
        if (path.endsWith("_extraroutes")) {
            return "{\"router\": {\"routes\": []}}";
        }
        return "{\"%s\": {\"description\": \"x\"}, \"tags\": [\"x\"]}".formatted(word);
    }
}
