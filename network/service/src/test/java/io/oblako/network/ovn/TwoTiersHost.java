package io.oblako.network.ovn;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.port.Binding;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.qos.QosPolicy;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.Snapshot;
import io.oblako.network.domain.reach.Things;
import io.oblako.network.domain.reach.TwoTiers;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.security.SecurityGroup;
import io.oblako.network.domain.security.SecurityRule;
import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.domain.security.SecurityRule.EtherType;
import io.oblako.testing.guest.Taps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@link TwoTiers} cloud on a {@link SwitchedHost}, with a gateway and somebody outside. Web servers are also asked
 * by UDP. For one thread.
 */
final class TwoTiersHost implements AutoCloseable {

    private static final List<String> GUESTS = List.of("shop web", "shop database", "bank web", "bank database");
    static final int SHOP_WEB = 0;
    static final int BANK_WEB = 2;

    static final Ip SOMEBODY = Ip.of("198.51.100.7");
    /** By which somebody, like all outside, is reached. */
    static final Mac OUTER_MAC = new Mac("02:00:00:00:00:01");

    private static final Ip OUTER_GATEWAY = Ip.of("203.0.113.1");
    /** Where web servers are asked besides TCP 80. */
    static final int ASKED = 53;

    private static final Duration SILENCE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Snapshot cloud = asked(TwoTiers.cloud());
    private final SwitchedHost host = new SwitchedHost(GUESTS.size());
    private int number;

    /** A marked packet, and the cable that it came out of. */
    record Came(int tap, Packet packet) {}

    TwoTiersHost() {
        become(cloud.floatingIps(), List.of());
        host.plug(GUESTS.stream().map(Things::id).toList());
        host.awaitPlugged(0, GUESTS.size());
        // Now the host has said which ports are here, and only then gateways are.
        host.settle();
        tellRouters();
    }

    SwitchedHost host() {
        return host;
    }

    /** @param name of a port */
    Mac mac(String name) {
        return cloud.port(Things.id(name)).mac();
    }

    /** Guests on the host, whose web servers also take datagrams. */
    private static Snapshot asked(Snapshot plain) {
        List<SecurityGroup> groups = new ArrayList<>();
        for (SecurityGroup group : plain.securityGroups()) {
            List<SecurityRule> rules = new ArrayList<>(group.rules());
            if (group.standard().name().endsWith("web group")) {
                rules.add(Street.rule(group.id(), Direction.INGRESS, EtherType.IPV4, "udp", ASKED));
            }
            groups.add(group.with(rules));
        }
        return new Snapshot(
                plain.networks(),
                plain.subnets(),
                plain.ports().stream().map(TwoTiersHost::onHost).toList(),
                groups,
                plain.addressGroups(),
                plain.routers(),
                plain.floatingIps());
    }

    private static Port onHost(Port port) {
        boolean guest = GUESTS.contains(port.standard().name());
        return new Port(
                port.standard(),
                port.network(),
                port.mac(),
                port.fixedIps(),
                port.adminStateUp(),
                port.status(),
                port.failure(),
                port.deviceId(),
                port.deviceOwner(),
                port.portSecurity(),
                port.securityGroups(),
                port.pairs(),
                port.dhcpOptions(),
                port.dnsName(),
                guest ? new Binding(SwitchedHost.NAME, "normal", Map.of(), 1) : port.binding(),
                port.createdBy(),
                port.qos());
    }

    /** As {@link TwoTiers} has it, and nothing that has been sent is remembered. */
    void asItWas() {
        become(cloud.floatingIps(), List.of());
        host.forget();
        host.taps().receive(Duration.ZERO);
    }

    void become(List<FloatingIp> floatingIps, List<QosPolicy> policies) {
        host.want(Model.of(
                List.of(
                        cloud.networks(),
                        cloud.subnets(),
                        cloud.ports(),
                        cloud.securityGroups(),
                        cloud.routers(),
                        floatingIps,
                        policies),
                List.of(SwitchedHost.NAME)));
        host.settle();
    }

    /** Who the gateway outside is: they ask by ARP, and are answered before. */
    private void tellRouters() {
        for (String gateway : List.of("shop gateway", "bank gateway")) {
            Port port = cloud.port(Things.id(gateway));
            Ip address = port.fixedIps().getFirst().address();
            byte[] answer = StrangeFrame.arp(2, OUTER_MAC, OUTER_GATEWAY, port.mac(), address, 0);
            int known = host.southboundRows("MAC_Binding");
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (host.southboundRows("MAC_Binding") == known && System.nanoTime() < deadline) {
                host.taps()
                        .send(host.outside(), StrangeFrame.ethernet(port.mac(), OUTER_MAC, StrangeFrame.ARP, answer));
            }
        }
        host.settle();
    }

    /** The shop's address leading to this guest, or nowhere; that of the bank leads nowhere. */
    void move(@Nullable String guest) {
        FloatingIp shop = floating("shop floating");
        Port to = guest == null ? null : cloud.port(Things.id(guest));
        FloatingIp moved = new FloatingIp(
                shop.standard().withRevision(shop.standard().revision() + 1),
                shop.network(),
                shop.ownPort(),
                shop.address(),
                to == null
                        ? null
                        : new FloatingIp.Target(
                                to.id(), to.fixedIps().getFirst().address()),
                guest == null ? null : Things.id(guest.substring(0, guest.indexOf(' ')) + " router"),
                null,
                List.of(),
                null);
        become(List.of(moved), List.of());
    }

    FloatingIp floating(String name) {
        return cloud.floatingIps().stream()
                .filter(one -> one.id().equals(Things.id(name)))
                .findFirst()
                .orElseThrow();
    }

    Ip address(String floating) {
        return floating(floating).address();
    }

    void fromOutside(String floating, int from, int to, int padding) {
        fromOutside(
                mac(floating + " port"),
                new Packet(SOMEBODY, address(floating), new Segment(Payload.UDP, from, to)),
                padding);
    }

    void fromOutside(Mac to, Packet packet, int padding) {
        send(host.outside(), to, OUTER_MAC, packet, padding);
    }

    void fromWeb(String tenant, int from, int to, int padding) {
        Port web = cloud.port(Things.id(tenant + " web"));
        Packet packet = new Packet(web.fixedIps().getFirst().address(), SOMEBODY, new Segment(Payload.UDP, from, to));
        send(tap(tenant), mac(tenant + " front interface"), web.mac(), packet, padding);
    }

    /** That of the tenant's web server. */
    static int tap(String tenant) {
        return GUESTS.indexOf(tenant + " web");
    }

    private void send(int tap, Mac to, Mac from, Packet packet, int padding) {
        byte[] data = StrangeFrame.join(new byte[padding], StrangeFrame.mark(++number));
        byte[] datagram = StrangeFrame.udp((Segment) packet.payload(), data);
        byte[] whole = StrangeFrame.four(packet.source(), packet.destination(), Payload.UDP, 0, new byte[0], datagram);
        host.taps().send(tap, StrangeFrame.ethernet(to, from, StrangeFrame.IPV4, whole));
    }

    /** All that comes out of any cable until nothing more does. */
    List<Came> everything() {
        List<Came> all = new ArrayList<>();
        List<Taps.Arrival> arrivals = host.taps().receive(SILENCE);
        while (!arrivals.isEmpty()) {
            all.addAll(marked(arrivals));
            arrivals = host.taps().receive(SILENCE);
        }
        return all;
    }

    static List<Came> marked(List<Taps.Arrival> arrivals) {
        return arrivals.stream()
                .flatMap(arrival -> MarkedFrame.parse(arrival.frame()).stream()
                        .map(frame -> new Came(arrival.tap(), frame.packet())))
                .toList();
    }

    @Override
    public void close() {
        host.close();
    }
}
