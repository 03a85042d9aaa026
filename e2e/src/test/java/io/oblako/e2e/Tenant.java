package io.oblako.e2e;

import java.time.Duration;
import java.util.UUID;

/** A project with one network 10.0.0.0/24 and a group that lets everything out and nothing in, made by an admin. */
record Tenant(Cloud cloud, String project, String network, String subnet, String group) {

    record Port(String id, String mac) {

        /** Until the network service has heard that the port is plugged in. */
        void awaitActive(Cloud cloud, Duration atMost) {
            Wire.await(
                    "port " + id + " is ACTIVE",
                    atMost,
                    () -> cloud.network("GET", "/ports/" + id, null)
                            .text("/port/status")
                            .equals("ACTIVE"));
        }
    }

    static Tenant born(Cloud cloud) {
        String project = UUID.randomUUID().toString().replace("-", "");
        String network =
                cloud.networkMade("networks", "network", "{'network': {'project_id': '%s'}}".formatted(project));
        String subnet = cloud.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'project_id': '%s', 'network_id': '%s', 'cidr': '10.0.0.0/24', 'ip_version': 4}}"
                        .formatted(project, network));
        String group = cloud.networkMade(
                "security-groups",
                "security_group",
                "{'security_group': {'project_id': '%s', 'name': 'w'}}".formatted(project));
        return new Tenant(cloud, project, network, subnet, group);
    }

    Port port(String address) {
        Cloud.Answer answer = cloud.network(
                        "POST",
                        "/ports",
                        ("{'port': {'project_id': '%s', 'network_id': '%s', 'security_groups': ['%s'], 'fixed_ips':"
                                        + " [{'ip_address': '%s'}]}}")
                                .formatted(project, network, group, address))
                .expect(201);
        return new Port(answer.text("/port/id"), answer.text("/port/mac_address"));
    }

    /** The id of the rule by which every ping comes in. */
    String letPing() {
        return letIn("icmp");
    }

    /** The id of the rule by which all of a protocol comes in. */
    String letIn(String protocol) {
        return cloud.networkMade(
                "security-group-rules",
                "security_group_rule",
                "{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress', 'protocol': '%s'}}"
                        .formatted(group, protocol));
    }

    void forbid(String rule) {
        cloud.network("DELETE", "/security-group-rules/" + rule, null).expect(204);
    }

    void delete(Port... ports) {
        for (Port port : ports) {
            cloud.network("DELETE", "/ports/" + port.id, null).expect(204);
        }
        cloud.network("DELETE", "/networks/" + network, null).expect(204);
        cloud.network("DELETE", "/security-groups/" + group, null).expect(204);
    }
}
