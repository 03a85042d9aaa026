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
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class ReachabilityIT {

    private final String server = UUID.randomUUID().toString();
    private Tenant shop = new Tenant("", "", "", "", "", "");
    private Tenant bank = shop;

    /** Two ports on two networks behind one router, the first with a floating IP. */
    private record Tenant(String project, String router, String group, String web, String database, String floating) {}

    @BeforeEach
    void twoTenantsWithTheSameAddresses() {
        String external = externalNetwork("203.0.113.0/24");
        shop = tenant(external);
        bank = tenant(external);
    }

    private Tenant tenant(String external) {
        String project = TestIdentity.newProject();
        String router = made(
                post(
                        project,
                        "routers",
                        "router",
                        "{'external_gateway_info': {'network_id': '%s'}}".formatted(external)),
                "router");
        String group = made(post(project, "security-groups", "security_group", "{'name': 'web'}"), "security_group");
        String web = behind(project, router, "10.0.1.", ", 'security_groups': ['%s']".formatted(group));
        String device = ", 'device_id': '%s', 'device_owner': 'compute:nova'".formatted(server);
        String database = behind(project, router, "10.0.2.", device);
        String floating = post(
                        project,
                        "floatingips",
                        "floatingip",
                        "{'floating_network_id': '%s', 'port_id': '%s'}".formatted(external, web))
                .then()
                .statusCode(201)
                .extract()
                .path("floatingip.floating_ip_address");
        return new Tenant(project, router, group, web, database, floating);
    }

    private static String behind(String project, String router, String prefix, String more) {
        String network = network(project);
        String subnet = subnet(project, network, prefix + "0/24");
        put(project, "member", "routers/" + router + "/add_router_interface", "{'subnet_id': '%s'}".formatted(subnet))
                .statusCode(200);
        String address = ", 'fixed_ips': [{'ip_address': '%s10'}]".formatted(prefix);
        return made(port(project, network, address + more), "port");
    }

    private static ValidatableResponse asked(Tenant by, String from, String to, String what) {
        return as(by.project, "reader")
                .get("/v2.0/reachability?from=%s&to=%s&%s".formatted(from, to, what))
                .then();
    }

    private String rule(String more) {
        return made(
                post(
                        shop.project,
                        "security-group-rules",
                        "security_group_rule",
                        "{'security_group_id': '%s', 'direction': 'ingress', 'ethertype': 'IPv4'%s}"
                                .formatted(shop.group, more)),
                "security_group_rule");
    }

    @Test
    void theAbsenceOfARuleDeniesAndItsPresenceIsNamed() {
        asked(shop, shop.database, shop.web, "protocol=tcp&port=80")
                .statusCode(200)
                .body("reachability.allowed", equalTo(false))
                .body("reachability.outcome", equalTo("no_ingress_rule"))
                .body("reachability.explanation", containsString("add one"))
                .body("reachability.egress.reason", equalTo("rule"));
        String rule = rule(", 'protocol': 'tcp', 'port_range_min': 80, 'port_range_max': 80");
        asked(shop, shop.database, shop.web, "protocol=tcp&port=80")
                .body("reachability.allowed", equalTo(true))
                .body("reachability.ingress.security_group_rule_id", equalTo(rule))
                .body("reachability.ingress.security_group_id", equalTo(shop.group))
                .body("reachability.answer.allowed", equalTo(true))
                .body("reachability.path.type", contains("port", "network", "router", "network", "port"))
                .body("reachability.path[2].id", equalTo(shop.router))
                .body("reachability.path[4].id", equalTo(shop.web));
        asked(shop, shop.database, shop.web, "protocol=tcp&port=81").body("reachability.allowed", equalTo(false));
        asked(shop, server, "10.0.1.10", "protocol=tcp&port=80")
                .body("reachability.allowed", equalTo(true))
                .body("reachability.path[0].id", equalTo(shop.database));
        asked(shop, "198.51.100.7", shop.web, "protocol=tcp&port=80")
                .body("reachability.allowed", equalTo(true))
                .body("reachability.path.type", contains("outside", "network", "router", "dnat", "network", "port"));
        asked(shop, "198.51.100.7", shop.floating, "protocol=icmp")
                .body("reachability.outcome", equalTo("no_ingress_rule"));
    }

    @Test
    void membersOfARemoteGroupAreKnownByTheirAddresses() {
        String others =
                made(post(shop.project, "security-groups", "security_group", "{'name': 'clients'}"), "security_group");
        String rule = rule(", 'remote_group_id': '%s'".formatted(others));
        asked(shop, shop.database, shop.web, "protocol=udp&port=53").body("reachability.allowed", equalTo(false));
        put(shop.project, "member", "ports/" + shop.database, "{'port': {'security_groups': ['%s']}}".formatted(others))
                .statusCode(200);
        asked(shop, shop.database, shop.web, "protocol=udp&port=53")
                .body("reachability.ingress.security_group_rule_id", equalTo(rule));
    }

    @Test
    void anAddressPairIsReachedToo() {
        put(
                        shop.project,
                        "member",
                        "ports/" + shop.web,
                        "{'port': {'allowed_address_pairs': [{'ip_address': '10.0.1.128/25'}]}}")
                .statusCode(200);
        asked(shop, shop.database, "10.0.1.200", "protocol=icmp")
                .body("reachability.outcome", equalTo("no_ingress_rule"))
                .body("reachability.path[4].id", equalTo(shop.web));
        asked(shop, shop.database, "10.0.1.100", "protocol=icmp")
                .body("reachability.outcome", equalTo("nobody_has_it"));
    }

    @Test
    void NET_15_portsOfOthersAreNotThereAndNothingOfThemIsTold() {
        asked(shop, bank.web, shop.web, "protocol=icmp")
                .statusCode(404)
                .body("NeutronError.type", equalTo("PortNotFound"));
        asked(shop, shop.web, bank.web, "protocol=icmp").statusCode(404);
        asked(shop, "198.51.100.7", bank.floating, "protocol=icmp")
                .statusCode(404)
                .body("NeutronError.type", equalTo("FloatingIPNotFound"));
        asked(shop, shop.web, bank.floating, "protocol=tcp&port=80")
                .statusCode(200)
                .body("reachability.outcome", equalTo("out_of_sight"))
                .body("reachability.arrived", nullValue())
                .body("reachability.ingress", nullValue())
                .body("reachability.path[0].id", notNullValue());
        as(shop.project, "admin")
                .get("/v2.0/reachability?from=%s&to=%s&protocol=tcp&port=80".formatted(shop.web, bank.web))
                .then()
                .statusCode(200)
                .body("reachability.outcome", equalTo("no_ingress_rule"))
                .body("reachability.arrived.source", equalTo(shop.floating));
    }

    @Test
    void questionsThatMakeNoSenseAreRefusedWithWhatToChange() {
        refused(shop.web, shop.web, "protocol=icmp", "to");
        refused(shop.web, "10.0.2.10", "port=80", "protocol");
        refused(shop.web, "10.0.2.10", "protocol=tcp", "port");
        refused(shop.web, "10.0.2.10", "protocol=tcp&port=65536", "port");
        refused(shop.web, "10.0.2.10", "protocol=gre&port=1", "port");
        refused(shop.web, "10.0.2.10", "protocol=icmp&port=3", "port");
        refused(shop.web, "10.0.2.10", "protocol=everything", "protocol");
        refused(shop.web, "somewhere", "protocol=icmp", "to");
        refused(shop.web, "224.0.0.1", "protocol=icmp", "to");
        refused("10.0.1.77", shop.web, "protocol=icmp", "from");
        refused("2001:db8::1", shop.web, "protocol=icmp", "to");
        refused(shop.web, "10.0.2.10", "protocol=icmp&colour=red", "colour");
    }

    private void refused(String from, String to, String what, String named) {
        asked(shop, from, to, what)
                .statusCode(400)
                .body("NeutronError.type", equalTo("HTTPBadRequest"))
                .body("NeutronError.message", containsString(named));
    }
}
