package io.oblako.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
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

    /** A cable ends in its host's own stack as well as in the switch. That must neither answer nor ask. */
    @Test
    void NET_12_aGuestDoesNotReachItsHost() {
        Tenant tenant = Tenant.born(cloud);
        Tenant.Port port = tenant.port("10.0.0.11");
        Wire.Guest guest = boot("h1", port);
        List<String> addresses = Wire.addresses("h1");
        assertThat(addresses).as("of the daemon, and of the tunnels").hasSizeGreaterThan(1);
        for (String address : addresses) {
            assertThat(Wire.host("h1").pings(address)).isTrue();
            guest.run("ip", "route", "replace", address + "/32", "dev", "eth0");
            assertThat(guest.run("busybox", "arping", "-c", "1", "-w", "1", "-I", "eth0", address)
                            .ok())
                    .as("ARP of %s", address)
                    .isFalse();
            guest.neighbour(address, guest.otherEnd());
            assertThat(guest.pings(address)).as("a ping of %s", address).isFalse();
        }
        tenant.delete(port);
    }

    private static void forge(Wire.Guest from, String host, Tenant.Port to, String port) {
        List<String> numbers = Wire.numbers(to.id());
        try (Probe probe = new Probe(
                Forge.class, from, host, numbers.getFirst(), numbers.getLast(), to.mac(), "10.0.0.11", port)) {
            probe.until("sent");
        }
    }

    /** What a host would take from another host it takes from no guest, who here knows all numbers. */
    @Test
    void NET_14_aGuestSendsNothingThroughTheTunnelsOfHosts() {
        Outside outside = Outside.born(cloud);
        Tenant red = Tenant.born(cloud);
        Tenant blue = Tenant.born(cloud);
        String router = outside.router(red.project());
        String subnet = "{'subnet_id': '%s'}".formatted(red.subnet());
        cloud.network("PUT", "/routers/" + router + "/add_router_interface", subnet)
                .expect(200);
        Tenant.Port attacker = red.port("10.0.0.11");
        Tenant.Port victim = blue.port("10.0.0.11");
        blue.letIn("udp");
        Wire.Guest guest = boot("h1", attacker);
        Wire.Guest hears = boot("h2", victim);
        assertThat(guest.reaches(INTERNET, SOON)).isTrue();
        try (Probe listener = new Probe(Overhear.class, Wire.host("h2"), hears.link())) {
            listener.until("listening");
            List<String> addresses = Wire.addresses("h2");
            addresses.forEach(address -> forge(guest, address, victim, "5001"));
            addresses.forEach(address -> {
                guest.neighbour(address, guest.otherEnd());
                forge(guest, address, victim, "5002");
            });
            addresses.forEach(address -> forge(Wire.host("h1"), address, victim, "5003"));
            assertThat(listener.until("udp 5003")).as("only a host is heard").containsExactly("udp 5003");
        }
        cloud.network("PUT", "/routers/" + router + "/remove_router_interface", subnet)
                .expect(200);
        cloud.network("DELETE", "/routers/" + router, null).expect(204);
        red.delete(attacker);
        blue.delete(victim);
        outside.delete();
    }

    /** In a flow that there was as well; one of the hosts is the router's gateway, where others' flows are tracked. */
    @Test
    void NET_11_nobodySendsUnderAFloatingIpThatWasTakenAway() {
        Outside outside = Outside.born(cloud);
        Tenant tenant = Tenant.born(cloud);
        tenant.letPing();
        String router = outside.router(tenant.project());
        String subnet = "{'subnet_id': '%s'}".formatted(tenant.subnet());
        cloud.network("PUT", "/routers/" + router + "/add_router_interface", subnet)
                .expect(200);
        String shared = cloud.network("GET", "/routers/" + router, null)
                .text("/router/external_gateway_info/external_fixed_ips/0/ip_address");
        Tenant.Port first = tenant.port("10.0.0.11");
        Tenant.Port second = tenant.port("10.0.0.12");
        for (Tenant.Port port : List.of(first, second)) {
            Wire.Guest guest = boot(port == first ? "h1" : "h2", port);
            Cloud.Answer floating = cloud.network(
                            "POST",
                            "/floatingips",
                            "{'floatingip': {'project_id': '%s', 'floating_network_id': '%s', 'port_id': '%s'}}"
                                    .formatted(tenant.project(), outside.network(), port.id()))
                    .expect(201);
            String address = floating.text("/floatingip/floating_ip_address");
            assertThat(Wire.outside().reaches(address, SOON)).isTrue();
            try (Probe hears = new Probe(Wire.outside(), "receive", "5004");
                    Probe sends = new Probe(guest, "send", "5004", INTERNET)) {
                hears.until("from " + address);
                cloud.network("DELETE", "/floatingips/" + floating.text("/floatingip/id"), null)
                        .expect(204);
                hears.until("from " + shared);
                assertThat(sends.runs()).isTrue();
            }
        }
        cloud.network("PUT", "/routers/" + router + "/remove_router_interface", subnet)
                .expect(200);
        cloud.network("DELETE", "/routers/" + router, null).expect(204);
        tenant.delete(first, second);
        outside.delete();
    }

    @Test
    void aRouterLeadsOutAndAFloatingIpLeadsIn() {
        Outside outside = Outside.born(cloud);
        Tenant tenant = Tenant.born(cloud);
        Tenant.Port port = tenant.port("10.0.0.11");
        String router = outside.router(tenant.project());
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
                                .formatted(tenant.project(), outside.network(), port.id()))
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
        outside.delete();
    }
}
