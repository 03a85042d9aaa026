package io.oblako.network.ovn;

import static io.oblako.network.api.NetworkCloud.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.api.NetworkCloud;
import io.oblako.testing.TestIdentity;
import io.restassured.response.Response;

/** Things of every kind made, changed in what OVN knows of them, and deleted; after each request something is looked at. */
final class Tour {

    private final String project = TestIdentity.newProject();
    private final Look look;

    /** What is done after each request. */
    interface Look {
        void after(String request);
    }

    Tour(Look look) {
        this.look = look;
    }

    private Response sent(String request, int status, Response response) {
        assertThat(response.statusCode())
                .as("%s: %s", request, response.asString())
                .isEqualTo(status);
        look.after(request);
        return response;
    }

    private String make(String path, String word, String body) {
        Response made = NetworkCloud.send(project, "admin", path, "{'%s': %s}".formatted(word, body));
        return sent("POST " + path + " " + body, 201, made).path(word + ".id");
    }

    private void put(String path, String body) {
        Response changed =
                NetworkCloud.put(project, "admin", path, body).extract().response();
        sent("PUT " + path + " " + body, 200, changed);
    }

    private void change(String path, String word, String body) {
        put(path, "{'%s': %s}".formatted(word, body));
    }

    private void delete(String path) {
        sent("DELETE " + path, 204, as(project, "admin").delete("/v2.0/" + path));
    }

    void walk() {
        String network = make("networks", "network", "{}");
        String subnet = make(
                "subnets", "subnet", "{'network_id': '%s', 'cidr': '10.0.0.0/24', 'ip_version': 4}".formatted(network));
        networks(network, subnet);
        ports(network, subnet);
        walls(network);
        quality(network);
        ways(network, subnet);
        others(network);
        delete("networks/" + network);
    }

    private void networks(String network, String subnet) {
        change("networks/" + network, "network", "{'mtu': 1400}");
        change("networks/" + network, "network", "{'admin_state_up': false}");
        change("networks/" + network, "network", "{'admin_state_up': true}");
        change("subnets/" + subnet, "subnet", "{'dns_nameservers': ['9.9.9.9']}");
        change(
                "subnets/" + subnet,
                "subnet",
                "{'host_routes': [{'destination': '192.0.2.0/24', 'nexthop': '10.0.0.9'}]}");
        change("subnets/" + subnet, "subnet", "{'enable_dhcp': false}");
        change("subnets/" + subnet, "subnet", "{'enable_dhcp': true}");
        String second = make(
                "subnets",
                "subnet",
                ("{'network_id': '%s', 'cidr': '2001:db8:1::/64', 'ip_version': 6, 'ipv6_address_mode': 'dhcpv6-stateful',"
                                + " 'ipv6_ra_mode': 'dhcpv6-stateful'}")
                        .formatted(network));
        String port = make("ports", "port", "{'network_id': '%s'}".formatted(network));
        delete("ports/" + port);
        delete("subnets/" + second);
    }

    private void ports(String network, String subnet) {
        String port = make("ports", "port", "{'network_id': '%s', 'dns_name': 'one'}".formatted(network));
        String path = "ports/" + port;
        change(path, "port", "{'dns_name': 'two'}");
        change(path, "port", "{'admin_state_up': false}");
        change(path, "port", "{'allowed_address_pairs': [{'ip_address': '10.9.0.0/16'}]}");
        change(path, "port", "{'extra_dhcp_opts': [{'opt_name': 'bootfile-name', 'opt_value': 'a'}]}");
        change(path, "port", "{'fixed_ips': [{'subnet_id': '%s', 'ip_address': '10.0.0.77'}]}".formatted(subnet));
        change(path, "port", "{'binding:host_id': 'h1', 'device_owner': 'compute:nova'}");
        change(path, "port", "{'security_groups': [], 'allowed_address_pairs': []}");
        change(path, "port", "{'port_security_enabled': false}");
        delete(path);
    }

    private void walls(String network) {
        String addresses = make("address-groups", "address_group", "{'addresses': ['10.7.0.0/16']}");
        put("address-groups/" + addresses + "/add_addresses", "{'addresses': ['172.16.0.0/12', '2001:db8::/32']}");
        put("address-groups/" + addresses + "/remove_addresses", "{'addresses': ['10.7.0.0/16']}");
        String other = make("security-groups", "security_group", "{'name': 'other'}");
        String group = make("security-groups", "security_group", "{'name': 'g'}");
        String port =
                make("ports", "port", "{'network_id': '%s', 'security_groups': ['%s']}".formatted(network, group));
        change("ports/" + port, "port", "{'security_groups': ['%s', '%s']}".formatted(group, other));
        change("security-groups/" + group, "security_group", "{'name': 'renamed'}");
        String every = log("");
        String ofGroup = log(", 'resource_id': '%s'".formatted(group));
        log(", 'target_id': '%s', 'event': 'DROP'".formatted(port));
        change("log/logs/" + ofGroup, "log", "{'enabled': false}");
        change("log/logs/" + ofGroup, "log", "{'enabled': true}");
        String plain = rule(group, "'protocol': 'tcp', 'port_range_min': 22, 'port_range_max': 22");
        rule(group, "'protocol': 'tcp', 'port_range_min': 80, 'port_range_max': 90");
        rule(group, "'remote_group_id': '%s'".formatted(other));
        rule(group, "'remote_address_group_id': '%s'".formatted(addresses));
        delete("security-group-rules/" + plain);
        change("ports/" + port, "port", "{'security_groups': ['%s']}".formatted(group));
        delete("log/logs/" + every);
        delete("security-groups/" + other);
        delete("ports/" + port);
        change("security-groups/" + group, "security_group", "{'stateful': false}");
        delete("security-groups/" + group);
        delete("address-groups/" + addresses);
    }

    private String log(String about) {
        return make("log/logs", "log", "{'resource_type': 'security_group'%s}".formatted(about));
    }

    private String rule(String group, String attributes) {
        return make(
                "security-group-rules",
                "security_group_rule",
                "{'security_group_id': '%s', 'direction': 'ingress', %s}".formatted(group, attributes));
    }

    private void quality(String network) {
        String policy = make("qos/policies", "policy", "{'name': 'q'}");
        String port = make("ports", "port", "{'network_id': '%s'}".formatted(network));
        change("ports/" + port, "port", "{'qos_policy_id': '%s'}".formatted(policy));
        String limits = "qos/policies/" + policy + "/bandwidth_limit_rules";
        String limit = make(limits, "bandwidth_limit_rule", "{'max_kbps': 1000}");
        make("qos/policies/" + policy + "/dscp_marking_rules", "dscp_marking_rule", "{'dscp_mark': 26}");
        change(limits + "/" + limit, "bandwidth_limit_rule", "{'max_kbps': 2000}");
        change("ports/" + port, "port", "{'qos_policy_id': null}");
        change("networks/" + network, "network", "{'qos_policy_id': '%s'}".formatted(policy));
        delete(limits + "/" + limit);
        change("networks/" + network, "network", "{'qos_policy_id': null}");
        delete("ports/" + port);
        delete("qos/policies/" + policy);
    }

    private void ways(String network, String subnet) {
        String outside = make(
                "networks",
                "network",
                ("{'router:external': true, 'provider:network_type': 'flat', 'provider:physical_network': 'p-%s'}")
                        .formatted(project));
        make("subnets", "subnet", "{'network_id': '%s', 'cidr': '203.0.113.0/24', 'ip_version': 4}".formatted(outside));
        String router = make("routers", "router", "{'name': 'r'}");
        String path = "routers/" + router;
        String gateway = "{'external_gateway_info': {'network_id': '%s'%s}}";
        change(path, "router", gateway.formatted(outside, ""));
        put(path + "/add_router_interface", "{'subnet_id': '%s'}".formatted(subnet));
        change(path, "router", gateway.formatted(outside, ", 'enable_snat': false"));
        change(path, "router", gateway.formatted(outside, ", 'enable_snat': true"));
        String route = "{'router': {'routes': [{'destination': '192.0.2.0/24', 'nexthop': '10.0.0.9'}]}}";
        put(path + "/add_extraroutes", route);
        put(path + "/remove_extraroutes", route);
        floatingIps(network, outside);
        change("subnets/" + subnet, "subnet", "{'dns_nameservers': []}");
        change("networks/" + network, "network", "{'mtu': 1300}");
        change(path, "router", "{'admin_state_up': false}");
        change(path, "router", "{'distributed': false}");
        change(path, "router", "{'external_gateway_info': {}}");
        put(path + "/remove_router_interface", "{'subnet_id': '%s'}".formatted(subnet));
        delete(path);
        delete("networks/" + outside);
    }

    private void floatingIps(String network, String outside) {
        String port = make("ports", "port", "{'network_id': '%s'}".formatted(network));
        String floatingIp = make("floatingips", "floatingip", "{'floating_network_id': '%s'}".formatted(outside));
        String path = "floatingips/" + floatingIp;
        change(path, "floatingip", "{'port_id': '%s'}".formatted(port));
        change(path, "floatingip", "{'port_id': null}");
        String address = as(project, "admin").get("/v2.0/ports/{id}", port).path("port.fixed_ips[0].ip_address");
        String forwarding = make(
                path + "/port_forwardings",
                "port_forwarding",
                ("{'protocol': 'tcp', 'external_port': 2222, 'internal_port': 22, 'internal_port_id': '%s',"
                                + " 'internal_ip_address': '%s'}")
                        .formatted(port, address));
        change(path + "/port_forwardings/" + forwarding, "port_forwarding", "{'external_port': 2223}");
        delete(path + "/port_forwardings/" + forwarding);
        change(path, "floatingip", "{'port_id': '%s'}".formatted(port));
        change("ports/" + port, "port", "{'binding:host_id': 'h1'}");
        String policy = make("qos/policies", "policy", "{'name': 'of outside'}");
        String limit =
                make("qos/policies/" + policy + "/bandwidth_limit_rules", "bandwidth_limit_rule", "{'max_kbps': 1000}");
        change(path, "floatingip", "{'qos_policy_id': '%s'}".formatted(policy));
        change(
                "qos/policies/" + policy + "/bandwidth_limit_rules/" + limit,
                "bandwidth_limit_rule",
                "{'max_kbps': 2000}");
        change(path, "floatingip", "{'qos_policy_id': null}");
        change("networks/" + outside, "network", "{'qos_policy_id': '%s'}".formatted(policy));
        change("networks/" + outside, "network", "{'qos_policy_id': null}");
        delete("qos/policies/" + policy);
        delete("ports/" + port);
        delete(path);
    }

    /** Trunks, and what changes only who may see. */
    private void others(String network) {
        String stranger = TestIdentity.newProject();
        String share = make(
                "rbac-policies",
                "rbac_policy",
                "{'object_type': 'network', 'object_id': '%s', 'action': 'access_as_shared', 'target_tenant': '%s'}"
                        .formatted(network, stranger));
        delete("rbac-policies/" + share);
        String port = make("ports", "port", "{'network_id': '%s'}".formatted(network));
        String one = make("ports", "port", "{'network_id': '%s'}".formatted(network));
        String two = make("ports", "port", "{'network_id': '%s'}".formatted(network));
        String carried = "'sub_ports': [{'port_id': '%s', 'segmentation_type': 'vlan', 'segmentation_id': %d}]";
        String trunk = make("trunks", "trunk", "{'port_id': '%s', %s}".formatted(port, carried.formatted(one, 100)));
        put("trunks/" + trunk + "/add_subports", "{" + carried.formatted(two, 200) + "}");
        put("trunks/" + trunk + "/remove_subports", "{'sub_ports': [{'port_id': '%s'}]}".formatted(one));
        delete("trunks/" + trunk);
        delete("ports/" + port);
        delete("ports/" + one);
        delete("ports/" + two);
    }
}
