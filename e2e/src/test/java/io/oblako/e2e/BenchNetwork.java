package io.oblako.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A network with room for thousands of ports, and security groups for them. All of it goes with {@link #close}, whoever
 * has made it, and from OVN's database too.
 */
final class BenchNetwork implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** As many as one request may make. */
    private static final int AT_ONCE = 500;

    private static final int DELETED_AT_ONCE = 8;

    private final Cloud cloud;
    private final String id;
    private final List<String> groups = new ArrayList<>();

    BenchNetwork(Cloud cloud) {
        this.cloud = cloud;
        id = cloud.networkMade("networks", "network", "{'network': {}}");
        cloud.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'network_id': '%s', 'cidr': '10.0.0.0/16', 'ip_version': 4}}".formatted(id));
    }

    String id() {
        return id;
    }

    /** A group out of which everything may go, and into which nothing. */
    String group(String name) {
        String group = cloud.networkMade(
                "security-groups", "security_group", "{'security_group': {'name': '%s'}}".formatted(name));
        groups.add(group);
        return group;
    }

    Cloud.Answer port(String group) {
        return cloud.network("POST", "/ports", "{'port': %s}".formatted(wanted(group)))
                .expect(201);
    }

    void ports(String group, int number) {
        for (int left = number; left > 0; left -= AT_ONCE) {
            List<String> some = Collections.nCopies(Math.min(left, AT_ONCE), wanted(group));
            cloud.network("POST", "/ports", "{'ports': [" + String.join(",", some) + "]}")
                    .expect(201);
        }
    }

    private String wanted(String group) {
        return "{'network_id': '%s', 'security_groups': ['%s']}".formatted(id, group);
    }

    /** A guest with the port's addresses on a host. */
    static Wire.Guest plug(Wire wire, String host, Cloud.Answer port) {
        Wire.Guest guest = wire.plug(host, port.text("/port/id"), port.text("/port/mac_address"));
        Wire.done(guest.run("ip", "address", "add", address(port) + "/16", "dev", "eth0"));
        return guest;
    }

    static String address(Cloud.Answer port) {
        return port.text("/port/fixed_ips/0/ip_address");
    }

    @Override
    public void close() {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : cloud.network("GET", "/ports?fields=id&network_id=" + id, null)
                .expect(200)
                .body()
                .get("ports")) {
            ports.add(port.get("id").asText());
        }
        Meter.sample(ports.size(), DELETED_AT_ONCE, turn -> delete("/ports/" + ports.get(turn)));
        delete("/networks/" + id);
        groups.forEach(group -> delete("/security-groups/" + group));
        gone("Logical_Switch", "oblako-" + id);
        groups.forEach(group -> gone("Port_Group", "pg_" + group.replace('-', '_')));
    }

    private void delete(String path) {
        cloud.network("DELETE", path, null).expect(204);
    }

    private static void gone(String table, String name) {
        Wire.await(
                "OVN has no " + name,
                PATIENCE,
                () -> Wire.northbound("--bare", "--columns=name", "find", table, "name=" + name)
                        .isBlank());
    }
}
