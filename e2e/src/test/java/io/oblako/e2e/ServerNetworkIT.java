package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A real guest on a real network: its port is made while it boots, OVN hands its address out, the host tells it who it is,
 * and nothing is left.
 */
@ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
class ServerNetworkIT {

    private static final Duration BOOT = Duration.ofSeconds(120);
    private static final String SENDER = "10.12.0.11";
    private static final String RECEIVER = "10.12.0.12";
    private static final String OPEN = "4001";
    private static final String SHUT = "4002";
    /** Characters of a port's id in the name of its tap. */
    private static final int TAP_NAMED_BY = 11;

    private static final String TELL = """
            #!/bin/sh
            ip -4 addr show dev eth0 | grep inet
            echo "mtu $(cat /sys/class/net/eth0/mtu)"
            for second in $(seq 90); do
                [ -e /sys/class/net/eth1 ] && break
                sleep 1
            done
            ls /sys/class/net
            """;

    @Test
    void aGuestGetsItsAddressAnInterfaceMoreAndGivesItsPortsBack() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("on-a-network", "member")) {
            Cloud cloud = tenant.login();
            String network = cloud.network("POST", "/networks", "{'network': {'name': 'blue'}}")
                    .expect(201)
                    .text("/network/id");
            String subnet = cloud.network(
                            "POST",
                            "/subnets",
                            "{'subnet': {'network_id': '%s', 'cidr': '10.11.0.0/24', 'ip_version': 4}}"
                                    .formatted(network))
                    .expect(201)
                    .text("/subnet/id");
            String id = cloud.bootOnNetwork("on-blue", network, TELL);
            cloud.await(id, "ACTIVE", BOOT);
            String address = cloud.server(id).at("/addresses/blue/0/addr").asText();
            assertThat(address).startsWith("10.11.0.");
            // Without a config drive, who it is and what to do is told by the network alone.
            assertThat(cloud.awaitConsole(id, "mtu", BOOT))
                    .contains("datasource=openstack instance=" + id, "inet " + address + "/24", "mtu 1442");

            String port = attach(cloud, id, network);
            assertThat(cloud.awaitConsole(id, "user-data exit", BOOT)).contains("eth1");
            cloud.awaitIdle(id, BOOT);
            cloud.compute("DELETE", "/servers/%s/os-interface/%s".formatted(id, port), null)
                    .expect(202);
            cloud.awaitIdle(id, BOOT);
            assertThat(cloud.server(id).at("/addresses/blue").size()).isEqualTo(1);

            String lost = attach(cloud, id, network);
            cloud.awaitIdle(id, BOOT);
            cloud.network("DELETE", "/ports/" + lost, null).expect(204);
            Wire.await("the server has let go of port " + lost, BOOT, () -> !has(cloud, id, lost));
            cloud.awaitIdle(id, BOOT);
            assertThat(cloud.server(id).at("/status").asText()).isEqualTo("ACTIVE");

            cloud.delete(id);
            assertThat(cloud.network("GET", "/ports?network_id=" + network, null)
                            .expect(200)
                            .body()
                            .at("/ports"))
                    .isEmpty();
            cloud.network("DELETE", "/subnets/" + subnet, null).expect(204);
            cloud.network("DELETE", "/networks/" + network, null).expect(204);
        }
    }

    /** A neighbour sends two datagrams each millisecond, before the server is there, of which its group lets one kind in. */
    @Test
    void NET_10_nothingComesToAServerBeforeItsRulesAreInForce() {
        Cloud admin = Cloud.admin();
        try (Cloud.Tenant tenant = admin.tenant("behind-a-door", "member");
                Wire wire = new Wire()) {
            Cloud cloud = tenant.login();
            String network = cloud.networkMade("networks", "network", "{'network': {'name': 'red'}}");
            cloud.networkMade(
                    "subnets",
                    "subnet",
                    "{'subnet': {'network_id': '%s', 'cidr': '10.12.0.0/24', 'ip_version': 4}}".formatted(network));
            String group =
                    cloud.networkMade("security-groups", "security_group", "{'security_group': {'name': 'door'}}");
            cloud.networkMade(
                    "security-group-rules",
                    "security_group_rule",
                    ("{'security_group_rule': {'security_group_id': '%s', 'direction': 'ingress', 'protocol': 'udp',"
                                    + " 'port_range_min': %s, 'port_range_max': %s}}")
                            .formatted(group, OPEN, OPEN));
            Tenant.Port neighbour = port(cloud, network, SENDER, "");
            Tenant.Port door = port(cloud, network, RECEIVER, ", 'security_groups': ['%s']".formatted(group));
            Wire.Guest sender = wire.plug("h1", neighbour.id(), neighbour.mac());
            Wire.done(sender.run("ip", "address", "add", SENDER + "/24", "dev", "eth0"));
            sender.neighbour(RECEIVER, door.mac());
            neighbour.awaitActive(cloud, BOOT);
            String tap = "tap" + door.id().substring(0, TAP_NAMED_BY);
            try (Probe allowed = new Probe(sender, "send", OPEN, RECEIVER);
                    Probe forbidden = new Probe(sender, "send", SHUT, RECEIVER);
                    Probe one = new Probe(Overhear.class, Wire.host("h1"), tap);
                    Probe two = new Probe(Overhear.class, Wire.host("h2"), tap)) {
                one.until("listening");
                two.until("listening");
                String id = boot(cloud, door);
                cloud.await(id, "ACTIVE", BOOT);
                boolean here =
                        Wire.host("h1").run("ip", "link", "show", "dev", tap).ok();
                assertThat((here ? one : two).until("udp " + OPEN)).containsExactly("udp " + OPEN);
                cloud.delete(id);
                assertThat((here ? one : two).end()).isEmpty();
                assertThat(allowed.runs() && forbidden.runs())
                        .as("both senders go on")
                        .isTrue();
            }
            cloud.network("DELETE", "/ports/" + door.id(), null).expect(204);
            cloud.network("DELETE", "/ports/" + neighbour.id(), null).expect(204);
            cloud.network("DELETE", "/networks/" + network, null).expect(204);
            cloud.network("DELETE", "/security-groups/" + group, null).expect(204);
        }
    }

    private static String boot(Cloud cloud, Tenant.Port port) {
        String body = """
                {"server":{"name":"behind-a-door","imageRef":"%s","flavorRef":"%s","networks":[{"port":"%s"}]}}""";
        return cloud.compute(
                        "POST",
                        "/servers",
                        body.formatted(cloud.imageNamed("mote"), cloud.flavor("m1.tiny"), port.id()))
                .expect(202)
                .text("/server/id");
    }

    private static Tenant.Port port(Cloud cloud, String network, String address, String more) {
        Cloud.Answer answer = cloud.network(
                        "POST",
                        "/ports",
                        "{'port': {'network_id': '%s', 'fixed_ips': [{'ip_address': '%s'}]%s}}"
                                .formatted(network, address, more))
                .expect(201);
        return new Tenant.Port(answer.text("/port/id"), answer.text("/port/mac_address"));
    }

    private static String attach(Cloud cloud, String server, String network) {
        return cloud.compute(
                        "POST",
                        "/servers/%s/os-interface".formatted(server),
                        "{\"interfaceAttachment\": {\"net_id\": \"%s\"}}".formatted(network))
                .expect(200)
                .text("/interfaceAttachment/port_id");
    }

    private static boolean has(Cloud cloud, String server, String port) {
        return cloud.compute("GET", "/servers/%s/os-interface/%s".formatted(server, port), null)
                        .status()
                == 200;
    }
}
