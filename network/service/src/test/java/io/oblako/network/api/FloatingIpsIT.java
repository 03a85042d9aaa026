package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.externalNetwork;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.subnet;
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
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class FloatingIpsIT {

    private final String project = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();
    private String external = "";
    private String network = "";
    private String subnet = "";
    private String router = "";
    private String port = "";

    @BeforeEach
    void aPortBehindARouter() {
        external = externalNetwork("203.0.113.0/24");
        network = network(project);
        subnet = subnet(project, network, "10.0.0.0/24");
        router = made(
                post(
                        project,
                        "routers",
                        "router",
                        "{'external_gateway_info': {'network_id': '%s'}}".formatted(external)),
                "router");
        put(project, "member", "routers/" + router + "/add_router_interface", "{'subnet_id': '%s'}".formatted(subnet))
                .statusCode(200);
        port = made(port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.0.5'}]"), "port");
    }

    /** @param more attributes besides the network, with a comma before them */
    private Response floatingIp(String more) {
        return post(project, "floatingips", "floatingip", "{'floating_network_id': '%s'%s}".formatted(external, more));
    }

    private String toPort() {
        return made(floatingIp(", 'port_id': '%s'".formatted(port)), "floatingip");
    }

    private ValidatableResponse change(String id, String attributes) {
        return put(project, "member", "floatingips/" + id, "{'floatingip': " + attributes + "}");
    }

    private ValidatableResponse shown(String id) {
        return as(project, "reader").get("/v2.0/floatingips/{id}", id).then();
    }

    @Test
    void aFloatingIpLeadsToAPortAndAwayAgain() {
        Response made = floatingIp(", 'description': 'web'");
        made.then()
                .statusCode(201)
                .body("floatingip.floating_ip_address", startsWith("203.0.113."))
                .body("floatingip.status", equalTo("DOWN"))
                .body("floatingip.port_id", nullValue())
                .body("floatingip.router_id", nullValue())
                .body("floatingip.port_details", nullValue())
                .body("floatingip.port_forwardings", empty())
                .body("floatingip", not(hasKey("name")));
        String id = made.path("floatingip.id");
        change(id, "{'port_id': '%s'}".formatted(port))
                .statusCode(200)
                .body("floatingip.fixed_ip_address", equalTo("10.0.0.5"))
                .body("floatingip.router_id", equalTo(router))
                .body("floatingip.status", equalTo("ACTIVE"))
                .body("floatingip.port_details.network_id", equalTo(network));
        change(id, "{'description': 'still there'}").statusCode(200).body("floatingip.port_id", equalTo(port));
        as(project, "reader")
                .get("/v2.0/floatingips?fixed_ip_address=10.0.0.5&status=ACTIVE")
                .then()
                .body("floatingips.id", contains(id));
        change(id, "{'port_id': null}")
                .statusCode(200)
                .body("floatingip.fixed_ip_address", nullValue())
                .body("floatingip.router_id", nullValue())
                .body("floatingip.status", equalTo("DOWN"));
        as(stranger, "reader").get("/v2.0/floatingips/{id}", id).then().statusCode(404);
        as(project, "member").delete("/v2.0/floatingips/{id}", id).then().statusCode(204);
        shown(id).statusCode(404).body("NeutronError.type", equalTo("FloatingIPNotFound"));
        as(project, "admin").get("/v2.0/ports?device_id=" + id).then().body("ports", empty());
    }

    @Test
    void whatNoRouterLeadsToIsNotReached() {
        String lone = made(port(project, networkWithSubnet(), ""), "port");
        floatingIp(", 'port_id': '%s'".formatted(lone))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("ExternalGatewayForFloatingIPNotFound"));
        post(project, "floatingips", "floatingip", "{'floating_network_id': '%s'}".formatted(network))
                .then()
                .statusCode(400)
                .body("NeutronError.type", equalTo("BadRequest"));
        post(project, "floatingips", "floatingip", "{'floating_network_id': '%s'}".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404);
        floatingIp(", 'port_id': '%s'".formatted(UUID.randomUUID()))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("PortNotFound"));
        floatingIp(", 'port_id': '%s', 'fixed_ip_address': '10.0.0.99'".formatted(port))
                .then()
                .statusCode(400);
        floatingIp(", 'fixed_ip_address': '10.0.0.5'").then().statusCode(400);
    }

    private String networkWithSubnet() {
        String other = network(project);
        subnet(project, other, "10.7.0.0/24");
        return other;
    }

    @Test
    void anAddressIsChosenByOperatorsOnly() {
        floatingIp(", 'floating_ip_address': '203.0.113.50'").then().statusCode(403);
        String body = "{'floatingip': {'floating_network_id': '%s', 'floating_ip_address': '203.0.113.50'}}";
        NetworkCloud.send(project, "admin", "floatingips", body.formatted(external))
                .then()
                .statusCode(201)
                .body("floatingip.floating_ip_address", equalTo("203.0.113.50"));
        NetworkCloud.send(project, "admin", "floatingips", body.formatted(external))
                .then()
                .statusCode(409);
    }

    @Test
    void aPortWithSeveralAddressesNeedsOneNamed() {
        String both = ", 'fixed_ips': [{'ip_address': '10.0.0.20'}, {'ip_address': '10.0.0.21'}]";
        String many = made(port(project, network, both), "port");
        floatingIp(", 'port_id': '%s'".formatted(many)).then().statusCode(400);
        String id =
                made(floatingIp(", 'port_id': '%s', 'fixed_ip_address': '10.0.0.20'".formatted(many)), "floatingip");
        floatingIp(", 'port_id': '%s', 'fixed_ip_address': '10.0.0.20'".formatted(many))
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("FloatingIPPortAlreadyAssociated"));
        change(id, "{'port_id': '%s', 'fixed_ip_address': '10.0.0.21'}".formatted(many))
                .statusCode(200)
                .body("floatingip.fixed_ip_address", equalTo("10.0.0.21"));
        put(project, "member", "ports/" + many, "{'port': {'fixed_ips': [{'ip_address': '10.0.0.20'}]}}")
                .statusCode(200);
        shown(id).body("floatingip.port_id", nullValue());
    }

    @Test
    void aDeletedPortLeavesItsFloatingIpLeadingNowhere() {
        String id = toPort();
        as(project, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        shown(id).body("floatingip.port_id", nullValue()).body("floatingip.router_id", nullValue());
    }

    @Test
    void whatAFloatingIpNeedsStays() {
        String id = toPort();
        put(project, "member", "routers/" + router, "{'router': {'external_gateway_info': null}}")
                .statusCode(409)
                .body("NeutronError.type", equalTo("RouterExternalGatewayInUseByFloatingIp"));
        String body = "{'subnet_id': '%s'}".formatted(subnet);
        put(project, "member", "routers/" + router + "/remove_router_interface", body)
                .statusCode(409)
                .body("NeutronError.type", equalTo("RouterInterfaceInUseByFloatingIP"));
        as(project, "member").delete("/v2.0/floatingips/{id}", id).then().statusCode(204);
        put(project, "member", "routers/" + router + "/remove_router_interface", body)
                .statusCode(200);
        put(project, "member", "routers/" + router, "{'router': {'external_gateway_info': null}}")
                .statusCode(200);
    }

    @Test
    void aStrangersPortIsNotReached() {
        String id = made(
                post(stranger, "floatingips", "floatingip", "{'floating_network_id': '%s'}".formatted(external)),
                "floatingip");
        put(stranger, "member", "floatingips/" + id, "{'floatingip': {'port_id': '%s'}}".formatted(port))
                .statusCode(404);
    }

    @Test
    void floatingIpsHaveAQuota() {
        put(project, "admin", "quotas/" + project, "{'quota': {'floatingip': 1}}")
                .statusCode(200);
        floatingIp("").then().statusCode(201);
        floatingIp("").then().statusCode(409).body("NeutronError.type", equalTo("OverQuota"));
    }

    private Response forward(String floatingIp, String external, String internal) {
        return post(
                project,
                "floatingips/" + floatingIp + "/port_forwardings",
                "port_forwarding",
                ("{'protocol': 'tcp', 'internal_port_id': '%s', 'internal_ip_address': '10.0.0.5', %s, %s}")
                        .formatted(port, external, internal));
    }

    @Test
    void singlePortsOfAFloatingIpAreForwarded() {
        String id = made(floatingIp(""), "floatingip");
        String path = "floatingips/" + id + "/port_forwardings";
        Response made = forward(id, "'external_port': 2222", "'internal_port': 22");
        made.then()
                .statusCode(201)
                .body("port_forwarding.external_port", equalTo(2222))
                .body("port_forwarding.internal_port_range", equalTo("22:22"))
                .body("port_forwarding", not(hasKey("floatingip_id")));
        String forwarding = made.path("port_forwarding.id");
        shown(id)
                .body("floatingip.router_id", equalTo(router))
                .body("floatingip.status", equalTo("ACTIVE"))
                .body("floatingip.port_forwardings.id", contains(forwarding));
        forward(id, "'external_port': 2222", "'internal_port': 23").then().statusCode(400);
        forward(id, "'external_port_range': '80:82'", "'internal_port_range': '8080:8081'")
                .then()
                .statusCode(400);
        forward(id, "'external_port_range': '80:82'", "'internal_port_range': '8080:8082'")
                .then()
                .statusCode(201)
                .body("port_forwarding.external_port", nullValue());
        as(project, "reader")
                .get("/v2.0/" + path + "?sort_key=external_port")
                .then()
                .body("port_forwardings.internal_port_range", contains("8080:8082", "22:22"));
        change(id, "{'port_id': '%s'}".formatted(port))
                .statusCode(409)
                .body("NeutronError.type", equalTo("FipInUseByPortForwarding"));
        put(project, "member", path + "/" + forwarding, "{'port_forwarding': {'external_port': 2223}}")
                .statusCode(200)
                .body("port_forwarding.external_port", equalTo(2223))
                .body("port_forwarding.internal_port", equalTo(22));
        as(stranger, "reader")
                .get("/v2.0/" + path)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("FloatingIPNotFound"));
        String other = made(floatingIp(""), "floatingip");
        as(project, "reader")
                .get("/v2.0/floatingips/{other}/port_forwardings/{id}", other, forwarding)
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("PortForwardingNotFound"));
        as(project, "reader")
                .get("/v2.0/floatingips/{other}/port_forwardings", other)
                .then()
                .body("port_forwardings", empty());
        as(project, "member").delete("/v2.0/" + path + "/" + forwarding).then().statusCode(204);
        as(project, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        shown(id).body("floatingip.port_forwardings", empty()).body("floatingip.router_id", nullValue());
    }

    @Test
    void aFloatingIpThatLeadsToAPortForwardsNone() {
        forward(toPort(), "'external_port': 80", "'internal_port': 80")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("FloatingIPPortAlreadyAssociated"));
    }

    @Test
    void floatingIpsMadeInBulkHaveAddressesOfTheirOwn() {
        String one = "{'floating_network_id': '%s'}".formatted(external);
        NetworkCloud.send(project, "member", "floatingips", "{'floatingips': [%s, %s]}".formatted(one, one))
                .then()
                .statusCode(201)
                .body("floatingips.floating_ip_address.toSet()", hasSize(2))
                .body("floatingips.status", containsInAnyOrder("DOWN", "DOWN"));
    }
}
