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
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(NetworkCloud.class)
class PortsIT {

    private final String project = TestIdentity.newProject();
    private final String stranger = TestIdentity.newProject();
    private String network = "";

    @BeforeEach
    void aNetwork() {
        network = network(project);
    }

    @Test
    void aPortHasAnAddressAMacAndTheDefaultGroup() {
        subnet(project, network, "10.0.0.0/24");
        Response made = port(project, network, ", 'name': 'p'");
        made.then()
                .statusCode(201)
                .body("port.fixed_ips", hasSize(1))
                .body("port.fixed_ips[0].ip_address", startsWith("10.0.0."))
                .body("port.mac_address", startsWith("fa:16:3e:"))
                .body("port.status", equalTo("DOWN"))
                .body("port.device_id", equalTo(""))
                .body("port.security_groups", hasSize(1))
                .body("port.port_security_enabled", equalTo(true))
                .body("port.'binding:vnic_type'", equalTo("normal"))
                .body("port", not(hasKey("binding:host_id")));
        String group = made.path("port.security_groups[0]");
        as(project, "reader")
                .get("/v2.0/security-groups/{id}", group)
                .then()
                .body("security_group.name", equalTo("default"));
        as(project, "admin")
                .get("/v2.0/ports/{id}", (String) made.path("port.id"))
                .then()
                .body("port.'binding:vif_type'", equalTo("unbound"))
                .body("port.'binding:host_id'", equalTo(""));
    }

    @Test
    void addressesAreChosenNamedKeptAndGivenBack() {
        String subnet = subnet(project, network, "10.0.0.0/24");
        String id = made(port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.0.77'}]"), "port");
        port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.0.77'}]")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("IpAddressAlreadyAllocated"));
        port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.9.77'}]")
                .then()
                .statusCode(400)
                .body("NeutronError.type", equalTo("InvalidIpForSubnet"));
        port(project, network, ", 'fixed_ips': [{'subnet_id': '%s'}]".formatted(UUID.randomUUID()))
                .then()
                .statusCode(400);
        port(project, network, ", 'fixed_ips': []").then().statusCode(201).body("port.fixed_ips", empty());
        put(
                        project,
                        "member",
                        "ports/" + id,
                        "{'port': {'fixed_ips': [{'ip_address': '10.0.0.77'}, {'subnet_id': '%s'}]}}".formatted(subnet))
                .statusCode(200)
                .body("port.fixed_ips", hasSize(2))
                .body("port.fixed_ips[0].ip_address", equalTo("10.0.0.77"));
        put(project, "member", "ports/" + id, "{'port': {'fixed_ips': [{'ip_address': '10.0.0.5'}]}}")
                .statusCode(200)
                .body("port.fixed_ips.ip_address", contains("10.0.0.5"));
        port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.0.77'}]")
                .then()
                .statusCode(201);
    }

    @Test
    void ipv6AddressesAreComputedFromTheMac() {
        String attributes = "{'network_id': '%s', 'cidr': '2001:db8::/64', 'ip_version': 6, 'ipv6_ra_mode': 'slaac',"
                + " 'ipv6_address_mode': 'slaac'}";
        String subnet = made(post(project, "subnets", "subnet", attributes.formatted(network)), "subnet");
        port(project, network, ", 'mac_address': 'fa:16:3e:fc:3d:a9'")
                .then()
                .statusCode(201)
                .body("port.fixed_ips.ip_address", contains("2001:db8::f816:3eff:fefc:3da9"));
        port(project, network, ", 'fixed_ips': [{'subnet_id': '%s', 'ip_address': '2001:db8::5'}]".formatted(subnet))
                .then()
                .statusCode(400);
        subnet(project, network, "10.0.0.0/24");
        port(project, network, "").then().body("port.fixed_ips", hasSize(2));
    }

    @Test
    void aFullSubnetHasNoMoreAddresses() {
        subnet(project, network, "10.0.0.0/30");
        port(project, network, "").then().statusCode(201);
        port(project, network, "")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("IpAddressGenerationFailure"));
    }

    @Test
    void portsMadeAtOnceNeverShareAnAddress() {
        subnet(project, network, "10.0.0.0/28");
        Set<String> addresses = ConcurrentHashMap.newKeySet();
        List<Integer> statuses = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> port(project, network, ""))
                .map(made -> {
                    if (made.statusCode() == 201) {
                        addresses.add(made.path("port.fixed_ips[0].ip_address"));
                    }
                    return made.statusCode();
                })
                .toList();
        assertThat(statuses).containsOnly(201, 409);
        assertThat(addresses).hasSize(13);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(13);
    }

    @Test
    void aMacIsUniqueOnANetworkAndIsOfOneStation() {
        port(project, network, ", 'mac_address': '02:00:00:00:00:01'").then().statusCode(201);
        port(project, network, ", 'mac_address': '02:00:00:00:00:01'")
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("MacAddressInUse"));
        port(project, network, ", 'mac_address': '01:00:5e:00:00:01'").then().statusCode(400);
        port(project, network(project), ", 'mac_address': '02:00:00:00:00:01'")
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network:router_interface",
                "network:dhcp",
                "network:floatingip",
                "network:distributed",
                "network:x"
            })
    void NET_01_nobodyPosesAsARouter(String owner) {
        String victim = UUID.randomUUID().toString();
        port(project, network, ", 'device_id': '%s', 'device_owner': '%s'".formatted(victim, owner))
                .then()
                .statusCode(403)
                .body("NeutronError.type", equalTo("PolicyNotAuthorized"));
        Response made = port(project, network, ", 'device_id': '%s'".formatted(victim));
        put(project, "member", "ports/" + made(made, "port"), "{'port': {'device_owner': '%s'}}".formatted(owner))
                .statusCode(403);
        made.then().body("port.port_security_enabled", equalTo(true)).body("port.security_groups", hasSize(1));
    }

    @Test
    void NET_01_aPortOfARouterIsNotTakenFromIt() {
        String id = made(
                send(
                        project,
                        "service",
                        "ports",
                        "{'port': {'network_id': '%s', 'device_owner': 'network:router_interface', 'device_id': 'r'}}"
                                .formatted(network)),
                "port");
        put(project, "member", "ports/" + id, "{'port': {'device_owner': ''}}").statusCode(403);
        put(project, "member", "ports/" + id, "{'port': {'device_id': 'mine'}}").statusCode(403);
        as(project, "member")
                .delete("/v2.0/ports/{id}", id)
                .then()
                .statusCode(409)
                .body("NeutronError.type", equalTo("ServicePortInUse"));
    }

    @Test
    void NET_02_onlyOperatorsBindPorts() {
        port(project, network, ", 'binding:host_id': 'node-1'").then().statusCode(403);
        port(project, network, ", 'binding:profile': {'x': 1}").then().statusCode(403);
        port(project, network, ", 'binding:vif_type': 'ovs'").then().statusCode(400);
        String id = made(port(project, network, ""), "port");
        put(project, "member", "ports/" + id, "{'port': {'binding:host_id': 'node-1'}}")
                .statusCode(403);
        put(project, "admin", "ports/" + id, "{'port': {'binding:host_id': 'node-1', 'binding:profile': {'a': 'b'}}}")
                .statusCode(200)
                .body("port.'binding:vif_type'", equalTo("ovs"))
                .body("port.'binding:profile'.a", equalTo("b"));
        as(project, "admin").get("/v2.0/ports?binding:host_id=node-1").then().body("ports.id", hasItem(id));
        as(project, "member").get("/v2.0/ports?binding:host_id=node-1").then().statusCode(400);
        put(project, "member", "ports/" + id, "{'port': {'mac_address': '02:00:00:00:00:09'}}")
                .statusCode(409)
                .body("NeutronError.type", equalTo("PortBound"));
        put(project, "admin", "ports/" + id, "{'port': {'binding:host_id': null}}")
                .statusCode(200)
                .body("port.'binding:host_id'", equalTo(""));
    }

    @Test
    void NET_02_guestsOfASharedNetworkLeaveItsWallsAlone() {
        String shared = sharedNetwork(stranger);
        String subnet = subnet(stranger, shared, "10.0.0.0/24");
        for (String attribute : List.of(
                "'mac_address': '02:00:00:00:00:01'",
                "'port_security_enabled': false",
                "'fixed_ips': [{'ip_address': '10.0.0.9'}]",
                "'allowed_address_pairs': [{'ip_address': '10.0.0.9'}]")) {
            port(project, shared, ", " + attribute).then().statusCode(403);
        }
        Response made = port(project, shared, ", 'fixed_ips': [{'subnet_id': '%s'}]".formatted(subnet));
        String id = made(made, "port");
        put(project, "member", "ports/" + id, "{'port': {'port_security_enabled': false, 'security_groups': []}}")
                .statusCode(403);
        as(stranger, "member").get("/v2.0/ports/{id}", id).then().statusCode(200);
        put(stranger, "member", "ports/" + id, "{'port': {'name': 'mine'}}").statusCode(403);
        as(stranger, "member").delete("/v2.0/ports/{id}", id).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ip_address': '10.0.0.1'}",
                "{'ip_address': '10.0.0.0/24'}",
                "{'ip_address': '0.0.0.0/0'}",
                "{'ip_address': '10.0.0.9/33'}",
                "{'ip_address': 'x'}",
                "{'mac_address': '02:00:00:00:00:01'}",
                "{'ip_address': '10.0.0.9', 'mac_address': 'x'}",
                "{'ip_address': '10.0.0.9', 'x': 1}",
                "{'ip_address': '10.0.0.9'}, {'ip_address': '10.0.0.9'}"
            })
    void NET_07_badAddressPairsAreRefused(String pairs) {
        subnet(project, network, "10.0.0.0/24");
        port(project, network, ", 'allowed_address_pairs': [" + pairs + "]")
                .then()
                .statusCode(400);
    }

    @Test
    void NET_07_tenPairsAreAllowedAndNoMore() {
        subnet(project, network, "10.0.0.0/24");
        port(project, network, ", 'allowed_address_pairs': [" + pairs(10) + "]")
                .then()
                .statusCode(201)
                .body("port.allowed_address_pairs", hasSize(10))
                .body("port.allowed_address_pairs[0].mac_address", startsWith("fa:16:3e"));
        port(project, network, ", 'allowed_address_pairs': [" + pairs(11) + "]")
                .then()
                .statusCode(400);
        port(project, network, ", 'allowed_address_pairs': [" + pairs(10_000) + "]")
                .then()
                .statusCode(400);
    }

    private static String pairs(int count) {
        return String.join(
                ",",
                IntStream.range(0, count)
                        .mapToObj(i -> "{'ip_address': '10.1.%d.%d'}".formatted(i / 250, i % 250))
                        .toList());
    }

    @Test
    void portSecurityAndGroupsGoTogether() {
        port(project, network, ", 'port_security_enabled': false")
                .then()
                .statusCode(201)
                .body("port.security_groups", empty());
        port(
                        project,
                        network,
                        ", 'port_security_enabled': false, 'allowed_address_pairs': [{'ip_address': '10.9.9.9'}]")
                .then()
                .statusCode(409);
        Response made = port(project, network, "");
        String id = made(made, "port");
        put(project, "member", "ports/" + id, "{'port': {'port_security_enabled': false}}")
                .statusCode(409)
                .body("NeutronError.type", equalTo("PortSecurityPortHasSecurityGroup"));
        put(project, "member", "ports/" + id, "{'port': {'port_security_enabled': false, 'security_groups': []}}")
                .statusCode(200)
                .body("port.port_security_enabled", equalTo(false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'opt_name': 'bootfile-name', 'opt_value': 'x\\ndhcp-script=/bin/sh'}",
                "{'opt_name': 'bootfile-name\\n', 'opt_value': 'x'}",
                "{'opt_name': 'bootfile-name', 'opt_value': ['x']}"
            })
    void NET_13_dhcpOptionsThatBreakOutAreRefused(String option) {
        port(project, network, ", 'extra_dhcp_opts': [" + option + "]").then().statusCode(400);
        port(project, network, ", 'extra_dhcp_opts': [{'opt_name': 'bootfile-name', 'opt_value': 'pxelinux.0'}]")
                .then()
                .statusCode(201)
                .body("port.extra_dhcp_opts[0].opt_value", equalTo("pxelinux.0"))
                .body("port.extra_dhcp_opts[0].ip_version", equalTo(4));
    }

    @Test
    void NET_13_dnsNamesAreLabels() {
        for (String name : List.of("a\\nb", "-x", "a.b.c;", "x y")) {
            port(project, network, ", 'dns_name': '" + name + "'").then().statusCode(400);
        }
        port(project, network, ", 'dns_name': 'web-1'").then().statusCode(201).body("port.dns_name", equalTo("web-1"));
    }

    @Test
    void NET_15_anothersThingsAreNotThere() {
        String theirs = made(post(stranger, "security-groups", "security_group", "{'name': 'g'}"), "security_group");
        port(project, network, ", 'security_groups': ['%s']".formatted(theirs))
                .then()
                .statusCode(404)
                .body("NeutronError.type", equalTo("SecurityGroupNotFound"));
        port(stranger, network, "").then().statusCode(404).body("NeutronError.type", equalTo("NetworkNotFound"));
        as(stranger, "reader").get("/v2.0/ports?project_id=" + project).then().body("ports", empty());
        put(stranger, "member", "networks/" + network + "/tags", "{'tags': ['x']}")
                .statusCode(404);
        port(project, network, ", 'tenant_id': '%s'".formatted(stranger)).then().statusCode(400);
    }

    @Test
    void portsAreFoundByTheirAddressesDevicesAndGroups() {
        String subnet = subnet(project, network, "10.0.0.0/24");
        Response made = port(
                project,
                network,
                ", 'fixed_ips': [{'ip_address': '10.0.0.123'}], 'device_id': 'd-%s'".formatted(project));
        String id = made(made, "port");
        made(port(project, network, ", 'fixed_ips': [{'ip_address': '10.0.0.9'}], 'security_groups': []"), "port");
        String group = made.path("port.security_groups[0]");
        for (String query : List.of(
                "fixed_ips=ip_address=10.0.0.123",
                "fixed_ips=ip_address_substr=.12",
                "fixed_ips=subnet_id=" + subnet + "&fixed_ips=ip_address=10.0.0.123",
                "device_id=d-" + project,
                "security_groups=" + group,
                "mac_address=" + made.path("port.mac_address"))) {
            assertThat(as(project, "reader")
                            .urlEncodingEnabled(false)
                            .get("/v2.0/ports?" + query)
                            .<List<String>>path("ports.id"))
                    .as(query)
                    .containsExactly(id);
        }
        as(project, "reader").get("/v2.0/ports?device_id=").then().body("ports", hasSize(1));
        as(project, "reader").get("/v2.0/ports?fixed_ips=x=1").then().statusCode(400);
        for (String nobody : List.of("fixed_ips=subnet_id=x", "fixed_ips=ip_address=x", "security_groups=x")) {
            as(project, "reader")
                    .urlEncodingEnabled(false)
                    .get("/v2.0/ports?" + nobody)
                    .then()
                    .statusCode(200)
                    .body("ports", empty());
        }
    }

    @Test
    void severalPortsAreMadeTogetherOrNotAtAll() {
        subnet(project, network, "10.0.0.0/29");
        String one = "{'network_id': '%s'}".formatted(network);
        send(project, "member", "ports", "{'ports': [" + String.join(",", java.util.Collections.nCopies(6, one)) + "]}")
                .then()
                .statusCode(409);
        as(project, "reader").get("/v2.0/ports").then().body("ports", empty());
        send(project, "member", "ports", "{'ports': [" + String.join(",", java.util.Collections.nCopies(5, one)) + "]}")
                .then()
                .statusCode(201)
                .body("ports", hasSize(5));
    }
}
