package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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
            String id = boot(cloud, network);
            cloud.await(id, "ACTIVE", BOOT);
            String address = cloud.server(id).at("/addresses/blue/0/addr").asText();
            assertThat(address).startsWith("10.11.0.");
            // Without a config drive, who it is and what to do is told by the network alone.
            assertThat(cloud.awaitConsole(id, "mtu", BOOT))
                    .contains("datasource=openstack instance=" + id, "inet " + address + "/24", "mtu 1442");

            String port = cloud.compute(
                            "POST",
                            "/servers/%s/os-interface".formatted(id),
                            "{\"interfaceAttachment\": {\"net_id\": \"%s\"}}".formatted(network))
                    .expect(200)
                    .text("/interfaceAttachment/port_id");
            assertThat(cloud.awaitConsole(id, "user-data exit", BOOT)).contains("eth1");
            cloud.awaitIdle(id, BOOT);
            cloud.compute("DELETE", "/servers/%s/os-interface/%s".formatted(id, port), null)
                    .expect(202);
            cloud.awaitIdle(id, BOOT);
            assertThat(cloud.server(id).at("/addresses/blue").size()).isEqualTo(1);

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

    private static String boot(Cloud cloud, String network) {
        String body = """
                {"server":{"name":"on-blue","imageRef":"%s","flavorRef":"%s","user_data":"%s",
                    "networks":[{"uuid":"%s"}]}}""".formatted(
                        cloud.imageNamed("mote"),
                        cloud.flavor("m1.tiny"),
                        Base64.getEncoder().encodeToString(TELL.getBytes(StandardCharsets.UTF_8)),
                        network);
        return cloud.compute("POST", "/servers", body).expect(202).text("/server/id");
    }
}
