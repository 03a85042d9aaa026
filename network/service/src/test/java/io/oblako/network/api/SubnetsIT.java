package io.oblako.network.api;

import static io.oblako.network.api.NetworkCloud.as;
import static io.oblako.network.api.NetworkCloud.made;
import static io.oblako.network.api.NetworkCloud.network;
import static io.oblako.network.api.NetworkCloud.port;
import static io.oblako.network.api.NetworkCloud.post;
import static io.oblako.network.api.NetworkCloud.put;
import static io.oblako.network.api.NetworkCloud.send;
import static io.oblako.network.api.NetworkCloud.sharedNetwork;
import static io.oblako.network.api.NetworkCloud.subnet;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class SubnetsIT {

    private final String project = TestIdentity.newProject();

    private Response make(String network, String more) {
        return post(project, "subnets", "subnet", "{'network_id': '%s'%s}".formatted(network, more));
    }

    @Test
    void aSubnetIsPlannedFromItsPrefix() {
        String network = network(project);
        make(network, ", 'cidr': '10.0.0.0/24', 'ip_version': 4, 'name': 's'")
                .then()
                .statusCode(201)
                .body("subnet.gateway_ip", equalTo("10.0.0.1"))
                .body("subnet.allocation_pools[0].start", equalTo("10.0.0.2"))
                .body("subnet.allocation_pools[0].end", equalTo("10.0.0.254"))
                .body("subnet.enable_dhcp", equalTo(true))
                .body("subnet.ip_version", equalTo(4))
                .body("subnet.ipv6_ra_mode", nullValue())
                .body("subnet.subnetpool_id", nullValue())
                .body("subnet.dns_nameservers", empty())
                .body("subnet.host_routes", empty());
        as(project, "reader")
                .get("/v2.0/networks/{id}", network)
                .then()
                .body("network.subnets", hasSize(1))
                .body("network.revision_number", equalTo(1));
    }

    @Test
    void aSubnetHasAllAttributesAndChangesThem() {
        String network = network(project);
        Response made = make(
                network,
                ", 'cidr': '10.1.0.0/16', 'ip_version': 4, 'gateway_ip': null, 'enable_dhcp': false,"
                        + " 'allocation_pools': [{'start': '10.1.0.9', 'end': '10.1.0.20'}],"
                        + " 'dns_nameservers': ['9.9.9.9', '2620:fe::fe'],"
                        + " 'host_routes': [{'destination': '192.0.2.0/24', 'nexthop': '10.1.0.5'}]");
        String id = made(made, "subnet");
        made.then()
                .body("subnet.gateway_ip", nullValue())
                .body("subnet.dns_nameservers", contains("9.9.9.9", "2620:fe::fe"))
                .body("subnet.host_routes[0].nexthop", equalTo("10.1.0.5"));
        put(
                        project,
                        "member",
                        "subnets/" + id,
                        "{'subnet': {'gateway_ip': '10.1.0.1', 'enable_dhcp': true, 'dns_nameservers': [],"
                                + " 'host_routes': [], 'name': 'n'}}")
                .statusCode(200)
                .body("subnet.gateway_ip", equalTo("10.1.0.1"))
                .body("subnet.dns_nameservers", empty())
                .body("subnet.host_routes", empty())
                .body("subnet.allocation_pools[0].start", equalTo("10.1.0.9"));
        put(project, "member", "subnets/" + id, "{'subnet': {'gateway_ip': '10.1.0.10'}}")
                .statusCode(409)
                .body("NeutronError.type", equalTo("GatewayConflictWithAllocationPools"));
        put(project, "member", "subnets/" + id, "{'subnet': {'cidr': '10.2.0.0/16'}}")
                .statusCode(400);
        as(project, "member").delete("/v2.0/subnets/{id}", id).then().statusCode(204);
        as(project, "reader").get("/v2.0/subnets/{id}", id).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'cidr': '10.0.0.1/24', 'ip_version': 4",
                "'cidr': '10.0.0.0/24'",
                "'cidr': '10.0.0.0/24', 'ip_version': 6",
                "'cidr': '10.0.0.0/24', 'ip_version': 5",
                "'ip_version': 4",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'gateway_ip': '10.0.1.1'",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'ipv6_ra_mode': 'slaac'",
                "'cidr': '2001:db8::/64', 'ip_version': 6, 'ipv6_ra_mode': 'slaac', 'ipv6_address_mode': "
                        + "'dhcpv6-stateful'",
                "'cidr': '2001:db8::/80', 'ip_version': 6, 'ipv6_address_mode': 'slaac'",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'allocation_pools': [{'start': '10.0.0.9', 'end': "
                        + "'10.0.0.2'}]",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'dns_nameservers': ['a\\nb']",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'dns_nameservers': "
                        + "['1.1.1.1','1.1.1.2','1.1.1.3','1.1.1.4','1.1.1.5','1.1.1.6']",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'host_routes': [{'destination': '::/0', 'nexthop': "
                        + "'fe80::1'}]",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'host_routes': [{'destination': 'x', 'nexthop': '10.0.0.2'}]",
                "'cidr': '10.0.0.0/24', 'ip_version': 4, 'segment_id': 'x'"
            })
    void NET_16_aBadSubnetIsRefused(String attributes) {
        make(network(project), ", " + attributes).then().statusCode(400);
    }

    @Test
    void NET_16_aThousandHostRoutesAreRefused() {
        StringBuilder routes = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            routes.append(i == 0 ? "" : ",")
                    .append("{'destination': '10.%d.%d.0/24', 'nexthop': '10.0.0.2'}".formatted(i / 200, i % 200));
        }
        make(network(project), ", 'cidr': '10.0.0.0/24', 'ip_version': 4, 'host_routes': [" + routes + "]")
                .then()
                .statusCode(400);
    }

    @Test
    void subnetsOfANetworkNeverOverlapButThoseOfTwoMay() {
        String network = network(project);
        subnet(project, network, "10.0.0.0/24");
        make(network, ", 'cidr': '10.0.0.128/25', 'ip_version': 4").then().statusCode(400);
        subnet(project, network(project), "10.0.0.0/24");
        String other = TestIdentity.newProject();
        subnet(other, network(other), "10.0.0.0/24");
        as(other, "reader")
                .get("/v2.0/subnets?project_id=" + other)
                .then()
                .body("subnets.cidr", contains("10.0.0.0/24"));
    }

    @ParameterizedTest
    @CsvSource({"slaac", "dhcpv6-stateless", "dhcpv6-stateful"})
    void ipv6SubnetsHaveTheirModes(String mode) {
        make(
                        network(project),
                        ", 'cidr': '2001:db8:7::/64', 'ip_version': 6, 'ipv6_ra_mode': '%s', 'ipv6_address_mode': '%s'"
                                .formatted(mode, mode))
                .then()
                .statusCode(201)
                .body("subnet.ipv6_ra_mode", equalTo(mode))
                .body("subnet.gateway_ip", equalTo("2001:db8:7::1"));
    }

    @Test
    void aNetworkGoesWithItsSubnetsButNotWithPorts() {
        String network = network(project);
        String subnet = subnet(project, network, "10.0.0.0/24");
        String port = made(port(project, network, ""), "port");
        as(project, "member")
                .delete("/v2.0/networks/{id}", network)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("NetworkInUse"));
        as(project, "member")
                .delete("/v2.0/subnets/{id}", subnet)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("SubnetInUse"));
        as(project, "member").delete("/v2.0/ports/{id}", port).then().statusCode(204);
        as(project, "member").delete("/v2.0/networks/{id}", network).then().statusCode(204);
        as(project, "reader").get("/v2.0/subnets/{id}", subnet).then().statusCode(404);
    }

    @Test
    void aSubnetOnAnothersNetworkIsRefused() {
        String shared = sharedNetwork(TestIdentity.newProject());
        make(shared, ", 'cidr': '10.0.0.0/24', 'ip_version': 4").then().statusCode(403);
    }

    @Test
    void aPoolGivesPrefixesUntilItIsEmpty() {
        Response made = post(
                project,
                "subnetpools",
                "subnetpool",
                "{'name': 'p', 'prefixes': ['10.0.1.0/24', '10.0.0.0/24'], 'default_prefixlen': 25, "
                        + "'min_prefixlen': 24}");
        String pool = made(made, "subnetpool");
        made.then().body("subnetpool.prefixes", contains("10.0.0.0/23")).body("subnetpool.ip_version", equalTo(4));
        String network = network(project);
        String from = ", 'subnetpool_id': '%s'".formatted(pool);
        make(network, from)
                .then()
                .body("subnet.cidr", equalTo("10.0.0.0/25"))
                .body("subnet.subnetpool_id", equalTo(pool));
        make(network, from + ", 'prefixlen': 24").then().body("subnet.cidr", equalTo("10.0.1.0/24"));
        make(network(project), from + ", 'cidr': '10.0.1.0/24'").then().statusCode(409);
        make(network(project), from + ", 'prefixlen': 23").then().statusCode(400);
        make(network, from).then().body("subnet.cidr", equalTo("10.0.0.128/25"));
        make(network, from).then().statusCode(409).body("NeutronError.type", equalTo("SubnetAllocationError"));
        as(project, "member").delete("/v2.0/subnetpools/{id}", pool).then().statusCode(409);
        put(project, "member", "subnetpools/" + pool, "{'subnetpool': {'prefixes': ['10.0.0.0/24']}}")
                .statusCode(400);
        put(project, "member", "subnetpools/" + pool, "{'subnetpool': {'name': 'q', 'default_quota': 3}}")
                .statusCode(200)
                .body("subnetpool.name", equalTo("q"))
                .body("subnetpool.default_quota", equalTo(3));
        as(project, "member").delete("/v2.0/networks/{id}", network).then().statusCode(204);
        as(project, "member").delete("/v2.0/subnetpools/{id}", pool).then().statusCode(204);
        as(project, "reader").get("/v2.0/subnetpools").then().body("subnetpools", empty());
    }

    @Test
    void NET_15_poolsAndNetworksOfOthersAreNotThere() {
        String stranger = TestIdentity.newProject();
        String pool = made(
                post(stranger, "subnetpools", "subnetpool", "{'prefixes': ['10.0.0.0/8'], 'default_prefixlen': 24}"),
                "subnetpool");
        make(network(project), ", 'subnetpool_id': '%s'".formatted(pool))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("SubnetPoolNotFound"));
        make(network(stranger), ", 'cidr': '10.0.0.0/24', 'ip_version': 4")
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("NetworkNotFound"));
    }

    @Test
    void addressesAreCountedForOperators() {
        String network = network(project);
        subnet(project, network, "10.0.0.0/24");
        port(project, network, "").then().statusCode(201);
        as(project, "admin")
                .get("/v2.0/network-ip-availabilities/{id}", network)
                .then()
                .body("network_ip_availability.total_ips", equalTo(253))
                .body("network_ip_availability.used_ips", equalTo(1))
                .body("network_ip_availability.subnet_ip_availability[0].cidr", equalTo("10.0.0.0/24"));
        as(project, "admin")
                .get("/v2.0/network-ip-availabilities?network_id={id}", network)
                .then()
                .body("network_ip_availabilities", hasSize(1))
                .body("network_ip_availabilities[0].total_ips", greaterThan(0));
        as(project, "member").get("/v2.0/network-ip-availabilities").then().statusCode(403);
    }

    @Test
    void severalSubnetsAreMadeTogether() {
        String network = network(project);
        String one = "{'network_id': '%s', 'ip_version': 4, 'cidr': '10.0.%d.0/24'}";
        send(
                        project,
                        "member",
                        "subnets",
                        "{'subnets': [" + one.formatted(network, 1) + "," + one.formatted(network, 2) + "]}")
                .then()
                .statusCode(201)
                .body("subnets.cidr", contains("10.0.1.0/24", "10.0.2.0/24"));
    }
}
