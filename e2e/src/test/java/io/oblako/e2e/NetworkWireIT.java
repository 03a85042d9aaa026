package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the network API promises, seen on the wire: packets between namespaces on two hosts. */
@ResourceLock(value = Machine.PROCESSES, mode = ResourceAccessMode.READ)
class NetworkWireIT {

    /** For a machine that is busy with other tests. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String INTERNET = "198.51.100.1";

    private static Cloud cloud;

    @TempDir
    static Path folder;

    private static Path script;

    private final Wire wire = new Wire();

    @BeforeAll
    static void begin() throws IOException {
        cloud = Cloud.admin();
        script = folder.resolve("dhcp");
        Files.writeString(script, """
                #!/bin/sh
                [ "$1" = bound ] || exit 0
                ip address replace "$ip/$mask" dev "$interface"
                ip link set "$interface" mtu "$mtu"
                echo "lease $ip/$mask mtu $mtu routes $staticroutes"
                [ -z "$router" ] || ip route replace default via "$router"
                """);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    @AfterEach
    void unplug() {
        wire.close();
    }

    private Wire.Guest boot(String host, Tenant.Port port) {
        Wire.Guest guest = wire.plug(host, port.id(), port.mac());
        port.awaitActive(cloud, SOON);
        assertThat(guest.lease(script)).contains("lease 10.0.0.", "mtu 1442", "169.254.169.254/32 0.0.0.0");
        return guest;
    }

    @Test
    void twoTenantsWithTheSameAddressesAreApartAndRulesDecideWhoReachesWhom() {
        Tenant red = Tenant.born(cloud);
        Tenant blue = Tenant.born(cloud);
        Tenant.Port red1 = red.port("10.0.0.11");
        Tenant.Port red2 = red.port("10.0.0.12");
        Tenant.Port blue1 = blue.port("10.0.0.11");
        Wire.Guest one = boot("h1", red1);
        boot("h2", red2);
        Wire.Guest other = boot("h1", blue1);
        assertThat(one.pings("10.0.0.12")).isFalse();
        String rule = red.letPing();
        assertThat(one.reaches("10.0.0.12", SOON)).isTrue();
        assertThat(other.pings("10.0.0.12")).isFalse();
        red.forbid(rule);
        assertThat(one.loses("10.0.0.12", SOON)).isTrue();
        red.delete(red1, red2);
        blue.delete(blue1);
    }

    @Test
    void whatHandsHaveDoneToANetworkIsHealed() {
        Tenant tenant = Tenant.born(cloud);
        Tenant.Port first = tenant.port("10.0.0.11");
        Tenant.Port second = tenant.port("10.0.0.12");
        Wire.Guest guest = boot("h1", first);
        boot("h2", second);
        tenant.letPing();
        assertThat(guest.reaches("10.0.0.12", SOON)).isTrue();
        Wire.northbound("lsp-del", second.id());
        Wire.await("port " + second.id() + " is there again", SOON, () -> Wire.hasPort(second.id()));
        assertThat(guest.reaches("10.0.0.12", SOON)).isTrue();
        tenant.delete(first, second);
    }

    @Test
    void aRouterLeadsOutAndAFloatingIpLeadsIn() {
        String outside = cloud.networkMade(
                "networks",
                "network",
                "{'network': {'router:external': true, 'provider:network_type': 'flat',"
                        + " 'provider:physical_network': 'physnet1'}}");
        cloud.networkMade(
                "subnets",
                "subnet",
                "{'subnet': {'network_id': '%s', 'cidr': '203.0.113.0/24', 'ip_version': 4, 'enable_dhcp': false}}"
                        .formatted(outside));
        Tenant tenant = Tenant.born(cloud);
        Tenant.Port port = tenant.port("10.0.0.11");
        String router = cloud.networkMade(
                "routers",
                "router",
                "{'router': {'project_id': '%s', 'external_gateway_info': {'network_id': '%s'}}}"
                        .formatted(tenant.project(), outside));
        cloud.network(
                        "PUT",
                        "/routers/" + router + "/add_router_interface",
                        "{'subnet_id': '%s'}".formatted(tenant.subnet()))
                .expect(200);
        Wire.Guest guest = boot("h2", port);
        assertThat(guest.reaches(INTERNET, SOON)).isTrue();
        Cloud.Answer floating = cloud.network(
                        "POST",
                        "/floatingips",
                        "{'floatingip': {'project_id': '%s', 'floating_network_id': '%s', 'port_id': '%s'}}"
                                .formatted(tenant.project(), outside, port.id()))
                .expect(201);
        String address = floating.text("/floatingip/floating_ip_address");
        assertThat(Wire.outside().pings(address)).isFalse();
        tenant.letPing();
        assertThat(Wire.outside().reaches(address, SOON)).isTrue();
        cloud.network("DELETE", "/floatingips/" + floating.text("/floatingip/id"), null)
                .expect(204);
        assertThat(Wire.outside().loses(address, SOON)).isTrue();
        cloud.network(
                        "PUT",
                        "/routers/" + router + "/remove_router_interface",
                        "{'subnet_id': '%s'}".formatted(tenant.subnet()))
                .expect(200);
        cloud.network("DELETE", "/routers/" + router, null).expect(204);
        tenant.delete(port);
        cloud.network("DELETE", "/networks/" + outside, null).expect(204);
    }
}
