package io.oblako.network.ovn;

import static io.oblako.network.ovn.CompiledRows.text;
import static io.oblako.network.ovn.CompiledRows.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.network.contracts.MetadataPort;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.reach.Packet;
import io.oblako.network.domain.reach.Payload.Plain;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.reach.RandomTenants.Probe;
import io.oblako.network.domain.reach.Seen;
import io.oblako.network.domain.reach.Snapshot;
import io.oblako.network.domain.trunk.Trunk;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbLock;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.transaction.TransactionBuilder;
import io.oblako.network.ovsdb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot's ports on a real OVN. It plays the guests, the metadata service and the outside: they know whom to hand a
 * packet to, take what is for their address, and answer it. For one thread.
 */
final class RealCloud implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RealCloud.class);
    private static final Compiler COMPILER = new Compiler(new Guest("cloud.internal", Duration.ofHours(12)));
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Mac OUTSIDE = new Mac("02:00:00:00:00:01");
    private static final Mac NOBODY = new Mac("02:00:00:00:00:02");
    private static final int ROWS_AT_ONCE = 10_000;

    private final OvnHost host = new OvnHost();
    private final OvsdbClient client = host.northbound().client();
    private final Replica replica = client.replicate(ReplicaView.spec());
    private final OvsdbLock lock = client.lock(Northbound.LOCK);
    private Snapshot cloud = new Snapshot(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    private CompiledRows rows = new CompiledRows(List.of());
    private final Map<Plug, Port> guests = new HashMap<>();
    private final List<String> metadata = new ArrayList<>();
    private MarkedFrame sent =
            new MarkedFrame(NOBODY, NOBODY, new Packet(Packet.PLATFORM, Packet.PLATFORM, new Plain(1)), 0);
    private @Nullable Plug arrived;
    private @Nullable MarkedFrame got;
    private boolean answered;

    /** Where somebody's frames go in and come out; a subport's under a tag at its trunk's. */
    private record Plug(String port, int tag) {

        static Plug of(String port) {
            return new Plug(port, 0);
        }
    }

    RealCloud() {
        replica.awaitReady(PATIENCE);
        lock.awaitHeld(PATIENCE);
    }

    /**
     * Makes this what there is.
     *
     * @param more what packets do not depend on: logs, policies, trunks
     */
    void become(Snapshot next, Resource<?>... more) {
        cloud = next;
        List<NbRow> compiled = COMPILER.all(Model.of(
                List.of(
                        cloud.networks(),
                        cloud.subnets(),
                        cloud.ports(),
                        cloud.securityGroups(),
                        cloud.addressGroups(),
                        cloud.routers(),
                        cloud.floatingIps(),
                        List.of(more)),
                List.of(OvnHost.NAME)));
        rows = new CompiledRows(compiled);
        guests.clear();
        metadata.clear();
        cloud.ports().stream()
                .filter(port -> !DeviceOwner.trusted(port.deviceOwner()))
                .forEach(port -> guests.put(Plug.of(port.id().toString()), port));
        for (Resource<?> thing : more) {
            if (thing instanceof Trunk trunk) {
                trunk.subPorts().forEach(sub -> {
                    Port carried = guests.remove(Plug.of(sub.port().toString()));
                    guests.put(new Plug(trunk.port().toString(), sub.segmentationId()), carried);
                });
            }
        }
        cloud.networks().forEach(network -> metadata.add(MetadataPort.name(network.id())));
        // As long as they are there, what they are about cannot go.
        TransactionBuilder forgotten = Transaction.builder();
        forgotten.delete("Static_MAC_Binding", Condition.everyRow());
        client.transact(forgotten.build());
        host.settle();
        new DiffWriter(Northbound.LOCK, ROWS_AT_ONCE)
                .transactions(Differ.whole(compiled, new ReplicaView(replica.snapshot())))
                .forEach(client::transact);
        neighbours().ifPresent(client::transact);
        host.plug(ports());
        host.settle(); // Now the host has said which ports are here,
        host.settle(); // and now it has what follows from that.
    }

    /** What routers would learn by ARP at their gateways: so nothing has to be waited for. */
    private Optional<Transaction> neighbours() {
        TransactionBuilder builder = Transaction.builder();
        int inserted = 0;
        for (Port gateway : cloud.ports()) {
            if (!gateway.deviceOwner().equals(DeviceOwner.ROUTER_GATEWAY)) {
                continue;
            }
            Map<Ip, Mac> known = new HashMap<>();
            cloud.network(gateway.network())
                    .orElseThrow()
                    .subnets()
                    .forEach(id -> Optional.ofNullable(
                                    cloud.subnet(id).orElseThrow().gateway())
                            .ifPresent(hop -> known.put(hop, OUTSIDE)));
            cloud.floatingIps()
                    .forEach(ip -> ofFloatingIp(ip.address()).ifPresent(mac -> known.put(ip.address(), mac)));
            inserted += known.size();
            known.forEach((ip, mac) -> builder.insert(
                    "Static_MAC_Binding",
                    NbNames.row("neighbour", gateway.id(), ip),
                    Map.of(
                            "logical_port", Value.text(NbNames.routerPortName(gateway.id())),
                            "ip", Value.text(ip.toString()),
                            "mac", Value.text(mac.text()),
                            "override_dynamic_mac", Value.bool(true))));
        }
        return inserted == 0 ? Optional.empty() : Optional.of(builder.build());
    }

    /** Who answers ARP for it on the external network: as the compiled rows have it. */
    private Optional<Mac> ofFloatingIp(Ip address) {
        for (NbRow router : rows.all(NbTable.LOGICAL_ROUTER).toList()) {
            Optional<Mac> gateway = rows.children(router, NbTable.LOGICAL_ROUTER_PORT).stream()
                    .filter(port ->
                            !rows.children(port, NbTable.GATEWAY_CHASSIS).isEmpty())
                    .map(port -> new Mac(text(port, "mac")))
                    .findFirst();
            for (NbRow nat : rows.children(router, NbTable.NAT)) {
                if (text(nat, "type").equals("dnat_and_snat")
                        && text(nat, "external_ip").equals(address.toString())) {
                    List<String> own = texts(nat, "external_mac");
                    return own.isEmpty() ? gateway : Optional.of(new Mac(own.getFirst()));
                }
            }
            if (rows.children(router, NbTable.LOAD_BALANCER).stream()
                    .flatMap(balancer -> CompiledRows.map(balancer, "vips").keySet().stream())
                    .anyMatch(vip -> vip.startsWith(address + ":"))) {
                return gateway;
            }
        }
        return Optional.empty();
    }

    /**
     * Sends it, and what is sent back for it.
     *
     * @param hoped is waited for a little, because OVN's controller has a part in some of it; not when nothing is hoped for
     * @return what was seen
     */
    Seen send(Probe probe, Seen hoped) {
        Port from = probe.from();
        Packet packet = probe.packet();
        Plug origin = guests.entrySet().stream()
                .filter(guest -> guest.getValue().id().equals(from.id()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        return send(origin, macFor(from, packet.source()), neighbour(from, packet.destination()), packet, hoped);
    }

    /** The same from outside. */
    Seen knock(Packet packet, Seen hoped) {
        Mac next = ofFloatingIp(packet.destination()).orElse(NOBODY);
        return send(Plug.of(OvnHost.OUTSIDE), OUTSIDE, next, packet, hoped);
    }

    private Seen send(Plug origin, Mac source, Mac next, Packet packet, Seen hoped) {
        sent = new MarkedFrame(next, source, packet, sent.number() + 1);
        arrived = null;
        got = null;
        answered = false;
        host.forget(); // Else it might pass as an answer to an earlier one.
        send(origin, sent);
        try {
            await().atMost(hoped.equals(Seen.LOST) ? Duration.ofMillis(1) : PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> seen(origin).equals(hoped) && !hoped.equals(Seen.LOST));
        } catch (ConditionTimeoutException e) {
            LOG.debugf(e, "%s is not seen", hoped);
        }
        return seen(origin);
    }

    private void send(Plug plug, MarkedFrame frame) {
        host.send(plug.port, frame.with(plug.tag).bytes());
    }

    /** How the last packet arrived. */
    MarkedFrame arrived() {
        return Objects.requireNonNull(got);
    }

    /** What hosts have written down. */
    List<String> logged() {
        return host.logged();
    }

    private Set<String> ports() {
        Set<String> ports = new TreeSet<>(metadata);
        guests.keySet().forEach(plug -> ports.add(plug.port));
        return ports;
    }

    /** What has become of the last packet up to now. */
    private Seen seen(Plug origin) {
        Set<String> everywhere = ports();
        everywhere.add(OvnHost.OUTSIDE);
        for (String port : everywhere) {
            for (MarkedFrame frame : frames(port)) {
                see(origin, new Plug(port, frame.tag()), frame);
            }
        }
        if (arrived != null && !answered) {
            frames(origin.port).forEach(frame -> see(origin, new Plug(origin.port, frame.tag()), frame));
        }
        if (arrived != null && got != null) {
            Port port = guests.get(arrived);
            boolean answerable = sent.packet().payload().answer().isPresent();
            return Seen.at(port == null ? null : port.id(), got.packet(), answerable ? answered : null);
        }
        return answered ? Seen.at(null, sent.packet(), asksDhcp() ? null : true) : Seen.LOST;
    }

    private List<MarkedFrame> frames(String port) {
        return host.received(port).stream()
                .flatMap(bytes -> MarkedFrame.parse(bytes).stream())
                .filter(frame -> Math.abs(frame.number()) == sent.number())
                .toList();
    }

    private void see(Plug origin, Plug at, MarkedFrame frame) {
        if (at.equals(origin)) {
            boolean ofGuest = frame.number() < 0;
            answered |= ofGuest == (arrived != null) && answers(frame);
        } else if (frame.number() > 0 && takes(at, frame)) {
            assertThat(arrived).as("%s is at one more place: %s", frame, at).isNull();
            arrived = at;
            got = frame;
            if (frame.packet().payload().answer().isPresent()) {
                send(at, frame.back());
            }
        }
    }

    private boolean answers(MarkedFrame frame) {
        Packet question = sent.packet();
        return Optional.of(frame.packet().payload()).equals(question.payload().answer())
                && (asksDhcp() || frame.packet().source().equals(question.destination()));
    }

    /** OVN itself answers such a question, and nobody else is asked. */
    private boolean asksDhcp() {
        return sent.packet().payload().equals(new Segment(17, 68, 67))
                && List.of("255.255.255.255", "169.254.169.254")
                        .contains(sent.packet().destination().toString());
    }

    /** Everybody is given what is for a MAC address that nobody has, and leaves it alone. */
    private boolean takes(Plug at, MarkedFrame frame) {
        if (asksDhcp()) {
            return false;
        }
        if (guests.containsKey(at)) {
            return macs(guests.get(at)).contains(frame.destination());
        }
        return at.port.equals(OvnHost.OUTSIDE)
                ? frame.destination().equals(OUTSIDE)
                : frame.packet().payload() instanceof Segment(int protocol, int _, int port)
                        && protocol == 6
                        && port == 80;
    }

    private static List<Mac> macs(Port port) {
        List<Mac> macs = new ArrayList<>(List.of(port.mac()));
        port.pairs().stream().map(AddressPair::mac).filter(mac -> mac != null).forEach(macs::add);
        return macs;
    }

    /** A guest with a pair of another MAC address uses that for the pair's addresses. */
    private static Mac macFor(Port port, Ip address) {
        boolean own = port.fixedIps().stream().anyMatch(ip -> ip.address().equals(address));
        return own
                ? port.mac()
                : port.pairs().stream()
                        .filter(pair -> pair.mac() != null && pair.address().contains(address))
                        .map(AddressPair::mac)
                        .findFirst()
                        .orElse(port.mac());
    }

    /** Whom a guest hands it to, whose subnets, gateway and neighbours tell. */
    private Mac neighbour(Port from, Ip to) {
        if (to.equals(Packet.PLATFORM)) {
            return new Mac(MetadataPort.mac(from.network()));
        }
        if (to.multicast()) {
            return new Mac("33:33:00:01:00:02");
        }
        if (to.equals(Ip.of("255.255.255.255"))) {
            return new Mac("ff:ff:ff:ff:ff:ff");
        }
        Ip hop = null;
        for (var ip : from.fixedIps()) {
            var subnet = cloud.subnet(ip.subnet()).orElseThrow();
            if (subnet.cidr().contains(to)) {
                hop = to;
                break;
            }
            if (ip.address().version() == to.version() && hop == null) {
                hop = subnet.gateway();
            }
        }
        return hop == null ? NOBODY : holder(cloud.network(from.network()).orElseThrow(), hop);
    }

    private Mac holder(Network network, Ip ip) {
        List<Port> holders = cloud.holders(network.id(), ip);
        if (holders.isEmpty()) {
            return network.external() ? OUTSIDE : NOBODY;
        }
        Port holder = holders.getFirst();
        return holder.deviceOwner().equals(DeviceOwner.FLOATING_IP)
                ? ofFloatingIp(ip).orElse(NOBODY)
                : macFor(holder, ip);
    }

    @Override
    public void close() {
        client.close();
        host.close();
    }
}
