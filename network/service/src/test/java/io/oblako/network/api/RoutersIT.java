package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.externalNetwork;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.send;
import static io.oblako.network.api.NetworkCloud.subnet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class RoutersIT {

    private final String project = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();

    private String router(String attributes) {
        return made(post(project, "routers", "router", attributes), "router");
    }

    private ValidatableResponse change(String router, String attributes) {
        return put(project, "member", "routers/" + router, "{'router': " + attributes + "}");
    }

    private ValidatableResponse act(String router, String action, String body) {
        return put(project, "member", "routers/" + router + "/" + action, body);
    }

    private ValidatableResponse join(String router, String subnet) {
        return act(router, "add_router_interface", "{'subnet_id': '%s'}".formatted(subnet));
    }

    private ValidatableResponse part(String router, String subnet) {
        return act(router, "remove_router_interface", "{'subnet_id': '%s'}".formatted(subnet));
    }

    private ValidatableResponse shown(String persona, String path) {
        return as(project, persona).get("/v2.0/" + path).then();
    }

    @Test
    void aRouterIsMadeChangedListedAndDeleted() {
        Response made = post(project, "routers", "router", "{'name': 'r', 'admin_state_up': false}");
        made.then()
                .statusCode(201)
                .body("router.status", equalTo("ACTIVE"))
                .body("router.admin_state_up", equalTo(false))
                .body("router.external_gateway_info", nullValue())
                .body("router.routes", empty())
                .body("router.availability_zones", contains("nova"))
                .body("router.project_id", equalTo(project))
                .body("router", not(hasKey("distributed")));
        String id = made.path("router.id");
        change(id, "{'name': 'renamed', 'admin_state_up': true}")
                .statusCode(200)
                .body("router.name", equalTo("renamed"));
        shown("reader", "routers?name=renamed").body("routers.id", contains(id));
        shown("admin", "routers/" + id)
                .body("router.distributed", equalTo(true))
                .body("router.ha", equalTo(true));
        put(project, "admin", "routers/" + id, "{'router': {'distributed': false}}")
                .statusCode(400)
                .body("NeutronError.type", equalTo("BadRequest"));
        put(project, "admin", "routers/" + id, "{'router': {'distributed': false, 'admin_state_up': false}}")
                .statusCode(400);
        change(id, "{'admin_state_up': false}").statusCode(200);
        put(project, "admin", "routers/" + id, "{'router': {'distributed': false}}")
                .statusCode(200)
                .body("router.distributed", equalTo(false));
        change(id, "{'distributed': true}").statusCode(403);
        as(stranger, "reader").get("/v2.0/routers/{id}", id).then().statusCode(404);
        as(project, "member").delete("/v2.0/routers/{id}", id).then().statusCode(204);
        shown("reader", "routers/" + id).statusCode(404).body("NeutronError.type", equalTo("RouterNotFound"));
    }

    @Test
    void aSubnetIsJoinedAtItsGatewayAndPartedAgain() {
        String network = network(project);
        String subnet = subnet(project, network, "10.0.0.0/24");
        String router = router("{}");
        String port = join(router, subnet)
                .statusCode(200)
                .body("id", equalTo(router))
                .body("subnet_ids", contains(subnet))
                .body("network_id", equalTo(network))
                .extract()
                .path("port_id");
        shown("reader", "ports/" + port)
                .body("port.device_owner", equalTo("network:router_interface"))
                .body("port.device_id", equalTo(router))
                .body("port.fixed_ips.ip_address", contains("10.0.0.1"))
                .body("port.security_groups", empty());
        shown("reader", "ports?device_id=" + router).body("ports.id", contains(port));
        as(project, "member")
                .delete("/v2.0/ports/{id}", port)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("ServicePortInUse"));
        as(project, "member")
                .delete("/v2.0/routers/{id}", router)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("RouterInUse"));
        as(project, "member").delete("/v2.0/subnets/{id}", subnet).then().statusCode(409);
        part(router, subnet).statusCode(200).body("port_id", equalTo(port));
        shown("reader", "ports/" + port).statusCode(404);
        part(router, subnet).statusCode(404).body("NeutronError.type", equalTo("RouterInterfaceNotFoundForSubnet"));
        as(project, "member").delete("/v2.0/routers/{id}", router).then().statusCode(204);
    }

    @Test
    void aPortBecomesTheRoutersAndGoesWithTheInterface() {
        String network = network(project);
        String subnet = subnet(project, network, "10.0.0.0/24");
        String router = router("{}");
        String port = made(port(project, network, ""), "port");
        String body = "{'port_id': '%s'}".formatted(port);
        act(router, "add_router_interface", body).statusCode(200).body("subnet_id", equalTo(subnet));
        act(router, "add_router_interface", body).statusCode(409).body("NeutronError.type", equalTo("PortInUse"));
        shown("reader", "ports/" + port)
                .body("port.device_owner", equalTo("network:router_interface"))
                .body("port.port_security_enabled", equalTo(false));
        act(router, "remove_router_interface", "{'port_id': '%s'}".formatted(UUID.randomUUID()))
                .statusCode(404)
                .body("NeutronError.type", equalTo("RouterInterfaceNotFound"));
        act(router, "remove_router_interface", body).statusCode(200);
        shown("reader", "ports/" + port).statusCode(404);
    }

    @Test
    void subnetsOfARouterNeverOverlap() {
        String router = router("{}");
        join(router, subnet(project, network(project), "10.0.0.0/24")).statusCode(200);
        join(router, subnet(project, network(project), "10.0.0.0/25"))
                .statusCode(400)
                .body("NeutronError.type", equalTo("BadRequest"))
                .body("NeutronError.message", startsWith("Bad router request: Cidr 10.0.0.0/25"));
        join(router, UUID.randomUUID().toString()).statusCode(404);
        act(router, "add_router_interface", "{}").statusCode(400);
        act(router, "add_router_interface", "{'subnet_id': 'x'}").statusCode(400);
        String lone = made(
                post(
                        project,
                        "subnets",
                        "subnet",
                        "{'network_id': '%s', 'cidr': '10.9.0.0/24', 'ip_version': 4, 'gateway_ip': null}"
                                .formatted(network(project))),
                "subnet");
        join(router, lone).statusCode(400);
    }

    @Test
    void subnetsJoinedAtOnceNeverOverlapEither() {
        String router = router("{}");
        List<String> subnets = Stream.generate(() -> subnet(project, network(project), "10.0.0.0/24"))
                .limit(4)
                .toList();
        List<Integer> statuses = subnets.parallelStream()
                .map(subnet -> join(router, subnet).extract().statusCode())
                .toList();
        assertThat(statuses).containsOnly(200, 400);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
    }

    @Test
    void ipv6SubnetsOfANetworkShareOneInterface() {
        String network = network(project);
        String router = router("{}");
        String slaac = "{'network_id': '%s', 'cidr': '%s', 'ip_version': 6, 'ipv6_ra_mode': 'slaac',"
                + " 'ipv6_address_mode': 'slaac'}";
        String one = made(post(project, "subnets", "subnet", slaac.formatted(network, "2001:db8:1::/64")), "subnet");
        String two = made(post(project, "subnets", "subnet", slaac.formatted(network, "2001:db8:2::/64")), "subnet");
        String port = join(router, one).statusCode(200).extract().path("port_id");
        join(router, two).statusCode(200).body("port_id", equalTo(port));
        shown("reader", "ports/" + port)
                .body("port.fixed_ips.ip_address", containsInAnyOrder("2001:db8:1::1", "2001:db8:2::1"));
        part(router, one).statusCode(200);
        shown("reader", "ports/" + port).body("port.fixed_ips.ip_address", contains("2001:db8:2::1"));
        String foreign =
                "{'network_id': '%s', 'cidr': '2001:db8:3::/64', 'ip_version': 6," + " 'ipv6_address_mode': 'slaac'}";
        join(router, made(post(project, "subnets", "subnet", foreign.formatted(network)), "subnet"))
                .statusCode(400);
    }

    @Test
    void aGatewayIsOnAnExternalNetworkAndItsPortIsNotTheTenants() {
        String external = externalNetwork("203.0.113.0/24");
        String wanted = "{'external_gateway_info': {'network_id': '%s'}}";
        change(router("{}"), wanted.formatted(network(project)))
                .statusCode(400)
                .body("NeutronError.message", startsWith("Bad router request: Network"));
        change(router("{}"), wanted.formatted(UUID.randomUUID())).statusCode(404);
        String router = made(post(project, "routers", "router", wanted.formatted(external)), "router");
        String address = shown("reader", "routers/" + router)
                .body("router.external_gateway_info.network_id", equalTo(external))
                .body("router.external_gateway_info.enable_snat", equalTo(true))
                .body("router.external_gateway_info.external_fixed_ips", hasSize(1))
                .extract()
                .path("router.external_gateway_info.external_fixed_ips[0].ip_address");
        assertThat(address).startsWith("203.0.113.");
        shown("reader", "ports?device_id=" + router).body("ports", empty());
        shown("admin", "ports?device_id=" + router).body("ports.device_owner", contains("network:router_gateway"));
        shown("admin", "routers?external_gateway_info=network_id=" + external).body("routers.id", contains(router));
        change(router, "{'external_gateway_info': {'network_id': '%s', 'enable_snat': false}}".formatted(external))
                .statusCode(403);
        put(
                        project,
                        "admin",
                        "routers/" + router,
                        ("{'router': {'external_gateway_info': {'network_id': '%s', 'enable_snat': false,"
                                        + " 'external_fixed_ips': [{'ip_address': '203.0.113.77'}]}}}")
                                .formatted(external))
                .statusCode(200)
                .body("router.external_gateway_info.enable_snat", equalTo(false))
                .body("router.external_gateway_info.external_fixed_ips.ip_address", contains("203.0.113.77"));
        change(router, "{'external_gateway_info': {}}")
                .statusCode(200)
                .body("router.external_gateway_info", nullValue());
        shown("admin", "ports?device_id=" + router).body("ports", empty());
    }

    @Test
    void externalAndInternalSubnetsOfARouterDoNotOverlap() {
        String external = externalNetwork("198.51.100.0/24");
        String router = router("{'external_gateway_info': {'network_id': '%s'}}".formatted(external));
        join(router, subnet(project, network(project), "198.51.100.0/25")).statusCode(400);
    }

    @Test
    void extraRoutesLeadToNeighboursAndCanBeChangedOneByOne() {
        String router = router("{}");
        String subnet = subnet(project, network(project), "10.0.0.0/24");
        join(router, subnet).statusCode(200);
        change(router, "{'routes': [{'destination': '192.168.0.0/16', 'nexthop': '10.9.0.5'}]}")
                .statusCode(400)
                .body("NeutronError.type", equalTo("InvalidRoutes"));
        change(router, "{'routes': [{'destination': '192.168.0.0/16', 'nexthop': '10.0.0.1'}]}")
                .statusCode(400);
        String one = "{'destination': '192.168.0.0/16', 'nexthop': '10.0.0.5'}";
        String two = "{'destination': '172.16.0.0/12', 'nexthop': '10.0.0.6'}";
        change(router, "{'routes': [%s]}".formatted(one))
                .statusCode(200)
                .body("router.routes.nexthop", contains("10.0.0.5"));
        act(router, "add_extraroutes", "{'router': {'routes': [%s, %s]}}".formatted(one, two))
                .statusCode(200)
                .body("router.routes", hasSize(2));
        part(router, subnet).statusCode(409).body("NeutronError.type", equalTo("RouterInterfaceInUseByRoute"));
        act(router, "remove_extraroutes", "{'router': {'routes': [%s]}}".formatted(one))
                .statusCode(200)
                .body("router.routes.nexthop", contains("10.0.0.6"));
        act(router, "add_extraroutes", "{'router': {}}").statusCode(400);
        change(router, "{'routes': null}").statusCode(200).body("router.routes", empty());
        part(router, subnet).statusCode(200);
    }

    @Test
    void NET_01_noTenantPutsAPortIntoARouterOrARouterIntoForeignNetworks() {
        String router = router("{}");
        String own = network(stranger);
        String strangers = subnet(stranger, own, "10.0.0.0/24");
        join(router, strangers).statusCode(404);
        port(stranger, own, ", 'device_id': '%s', 'device_owner': 'network:router_interface'".formatted(router))
                .then()
                .statusCode(403);
        String port = made(port(stranger, own, ""), "port");
        put(
                        stranger,
                        "member",
                        "ports/" + port,
                        "{'port': {'device_id': '%s', 'device_owner': 'network:router_interface'}}".formatted(router))
                .statusCode(403);
        act(router, "add_router_interface", "{'port_id': '%s'}".formatted(port)).statusCode(404);
        put(
                        stranger,
                        "member",
                        "routers/" + router + "/add_router_interface",
                        "{'subnet_id': '%s'}".formatted(strangers))
                .statusCode(404);
    }

    @Test
    void NET_01_aGuestOfANetworkDoesNotBecomeItsRouter() {
        String shared = NetworkCloud.sharedNetwork(stranger);
        String subnet = made(
                send(
                        stranger,
                        "admin",
                        "subnets",
                        "{'subnet': {'network_id': '%s', 'cidr': '10.0.0.0/24', 'ip_version': 4}}".formatted(shared)),
                "subnet");
        String router = router("{}");
        join(router, subnet).statusCode(403);
        String port = made(port(project, shared, ""), "port");
        act(router, "add_router_interface", "{'port_id': '%s'}".formatted(port)).statusCode(200);
        put(project, "member", "ports/" + port, "{'port': {'fixed_ips': [{'subnet_id': '%s'}]}}".formatted(subnet))
                .statusCode(403);
        put(project, "member", "ports/" + port, "{'port': {'name': 'face'}}").statusCode(200);
    }

    @Test
    void routersHaveAQuota() {
        put(project, "admin", "quotas/" + project, "{'quota': {'router': 1}}").statusCode(200);
        router("{}");
        post(project, "routers", "router", "{}").then().statusCode(409).body("NeutronError.type", equalTo("OverQuota"));
        send(project, "member", "routers", "{'routers': [{}, {}]}").then().statusCode(409);
    }
}
