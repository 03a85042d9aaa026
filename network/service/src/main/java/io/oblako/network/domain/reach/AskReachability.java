package io.oblako.network.domain.reach;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.reach.Hop.AtPort;
import io.oblako.network.domain.reach.Payload.Segment;
import io.oblako.network.domain.router.FloatingIp;
import io.oblako.network.domain.router.FloatingIps;
import io.oblako.network.domain.router.PortForwarding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers whether something of the caller's reaches something, or is reached. */
public final class AskReachability {

    private static final String ID = "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final int SHOWN = 64;
    /** More interfaces than a server has. */
    private static final int MOST_PORTS = 100;

    private final Topology topology;
    private final Ports ports;
    private final FloatingIps floatingIps;

    public AskReachability(Topology topology, Ports ports, FloatingIps floatingIps) {
        this.topology = topology;
        this.ports = ports;
        this.floatingIps = floatingIps;
    }

    /**
     * @param from port or server of the caller's project, or an address outside
     * @param to the same, or an address as the one who sends sees it
     */
    public record Question(String from, String to, Traffic traffic) {}

    /** One end. */
    private sealed interface End {
        record Guest(Port port) implements End {}

        record Address(Ip ip) implements End {}
    }

    /** One packet that would reach what is asked for, if it got there. */
    private record Attempt(Ip destination, Traffic traffic) {

        /** Empty when the port has no address of that version. */
        Optional<Packet> from(Port port, Topology topology) {
            return source(port, topology).map(this::from);
        }

        Packet from(Ip source) {
            return new Packet(source, destination, traffic.payload(destination.version()));
        }

        /** A host prefers its address on the link of the destination. */
        private Optional<Ip> source(Port port, Topology topology) {
            List<FixedIp> fitting = port.fixedIps().stream()
                    .filter(ip -> ip.address().version() == destination.version())
                    .toList();
            return fitting.stream()
                    .filter(ip -> topology.subnet(ip.subnet())
                            .map(Subnet::cidr)
                            .filter(cidr -> cidr.contains(destination))
                            .isPresent())
                    .findFirst()
                    .or(() -> fitting.stream().findFirst())
                    .map(FixedIp::address);
        }
    }

    /**
     * What becomes of the packet. Of several addresses that a port is reached by, the first that works; if none does, the
     * one where it gets farthest.
     *
     * @throws CloudException PORT_NOT_FOUND, FLOATING_IP_NOT_FOUND, BAD_REQUEST
     */
    public Verdict ask(Viewer viewer, Question question) {
        End from = end(viewer, "from", question.from());
        End to = end(viewer, "to", question.to());
        Reachability model = new Reachability(topology, thing -> own(viewer, thing));
        if (from instanceof End.Guest(Port port)) {
            if (DeviceOwner.trusted(port.deviceOwner())) {
                throw bad("from", "port %s is one of the cloud's own: name the port of a guest".formatted(port.id()));
            }
            return fromGuest(model, port, to, question.traffic());
        }
        Ip source = ((End.Address) from).ip();
        if (to instanceof End.Guest(Port port)) {
            refuseInside(source, port);
            return best(
                    fromOutside(port, question.traffic()).stream()
                            .filter(attempt -> attempt.destination().version() == source.version())
                            .toList(),
                    attempt -> arrived(model.fromOutside(attempt.from(source), port), port),
                    () -> bad("to", "port %s has no address of the IP version of from".formatted(port.id())));
        }
        Ip destination = ((End.Address) to).ip();
        FloatingIp floatingIp =
                floatingIps
                        .list(Query.where(viewer, "floating_ip_address", List.of(destination.toString())))
                        .rows()
                        .stream()
                        .findFirst()
                        .orElseThrow(() -> Kind.FLOATING_IP.notFound(destination));
        if (source.version() != destination.version()) {
            throw bad("from", "it is no address of the IP version of to");
        }
        return model.fromOutside(new Attempt(destination, question.traffic()).from(source), floatingIp);
    }

    private Verdict fromGuest(Reachability model, Port from, End to, Traffic traffic) {
        List<Attempt> attempts = switch (to) {
            case End.Address(Ip ip) -> List.of(new Attempt(ip, traffic));
            case End.Guest(Port port) -> {
                if (port.id().equals(from.id())) {
                    throw bad("to", "it is the port that from names: a guest reaches itself without a network");
                }
                yield fromInside(port, traffic);
            }
        };
        return best(
                attempts.stream()
                        .filter(attempt -> attempt.from(from, topology).isPresent())
                        .toList(),
                attempt -> {
                    Verdict verdict =
                            model.fromPort(from, attempt.from(from, topology).orElseThrow());
                    return to instanceof End.Guest(Port port) ? arrived(verdict, port) : verdict;
                },
                () -> bad("from", "port %s and to have no addresses of one IP version".formatted(from.id())));
    }

    private static Verdict best(
            List<Attempt> attempts, Function<Attempt, Verdict> tried, Supplier<CloudException> none) {
        Verdict best = null;
        for (Attempt attempt : attempts) {
            Verdict verdict = tried.apply(attempt);
            if (verdict.allowed()) {
                return verdict;
            }
            boolean farther = best == null || (verdict.ingress() != null && best.ingress() == null);
            best = farther ? verdict : best;
        }
        if (best == null) {
            throw none.get();
        }
        return best;
    }

    /** Whether it was this port that was asked, and not another one with the same address elsewhere. */
    private static Verdict arrived(Verdict verdict, Port wanted) {
        boolean there = verdict.outcome() == Outcome.ANSWERED_BY_ROUTER
                ? DeviceOwner.trusted(wanted.deviceOwner())
                : verdict.path().getLast() instanceof AtPort(Port port)
                        && port.id().equals(wanted.id());
        boolean elsewhere = (verdict.allowed() || verdict.ingress() != null) && !there;
        return elsewhere ? verdict.instead(Outcome.NOT_JOINED) : verdict;
    }

    private List<Attempt> fromInside(Port port, Traffic traffic) {
        List<Attempt> attempts = new ArrayList<>();
        port.fixedIps().forEach(ip -> attempts.add(new Attempt(ip.address(), traffic)));
        attempts.addAll(translated(port, traffic));
        return attempts;
    }

    private List<Attempt> fromOutside(Port port, Traffic traffic) {
        List<Attempt> attempts = new ArrayList<>(translated(port, traffic));
        port.fixedIps().forEach(ip -> attempts.add(new Attempt(ip.address(), traffic)));
        return attempts;
    }

    /** Floating IPs that lead to the port, and those that forward what leads to this port of it. */
    private List<Attempt> translated(Port port, Traffic traffic) {
        List<Attempt> attempts = new ArrayList<>();
        for (FloatingIp floatingIp : floatingIps.toPorts(List.of(port.id()))) {
            attempts.add(new Attempt(floatingIp.address(), traffic));
        }
        routersOf(port).stream()
                .flatMap(router -> topology.through(router).stream())
                .forEach(floatingIp -> floatingIp.forwardings().stream()
                        .filter(forwarding -> forwarding.port().equals(port.id()))
                        .flatMap(forwarding -> outer(forwarding, traffic).stream())
                        .forEach(outer -> attempts.add(new Attempt(floatingIp.address(), outer))));
        return attempts;
    }

    private List<UUID> routersOf(Port port) {
        return port.fixedIps().stream()
                .flatMap(ip -> topology.routersOn(ip.subnet()).stream())
                .map(router -> router.id())
                .distinct()
                .toList();
    }

    private static Optional<Traffic> outer(PortForwarding forwarding, Traffic traffic) {
        int version = forwarding.fixed().version();
        Traffic forwarded =
                new Traffic(forwarding.protocol(), forwarding.internal().first());
        if (!(traffic.payload(version) instanceof Segment(int protocol, int _, int port))
                || protocol != forwarded.payload(version).protocol()
                || port < forwarding.internal().first()
                || port > forwarding.internal().last()) {
            return Optional.empty();
        }
        int outer = forwarding.external().first() + port - forwarding.internal().first();
        return Optional.of(new Traffic(traffic.protocol(), outer));
    }

    private void refuseInside(Ip source, Port port) {
        boolean inside = port.fixedIps().stream()
                .flatMap(ip -> topology.subnet(ip.subnet()).stream())
                .anyMatch(subnet -> subnet.cidr().contains(source)
                        && topology.network(subnet.network())
                                .filter(network -> !network.external())
                                .isPresent());
        if (inside) {
            throw bad("from", "%s is on a subnet of port %s: name the port that has it".formatted(source, port.id()));
        }
    }

    private static boolean own(Viewer viewer, Resource<?> thing) {
        return viewer.operator() || viewer.owns(thing);
    }

    /** A foreign port is as absent as one that is not there. */
    private End end(Viewer viewer, String name, String text) {
        Optional<Ip> ip = Ip.parse(text);
        if (ip.isPresent()) {
            Ip address = ip.get();
            if (address.multicast() || address.linkLocal() || address.unspecified() || address.loopback()) {
                throw bad(name, "%s is no address of a single host that routers know".formatted(address));
            }
            return new End.Address(address);
        }
        if (!text.matches(ID)) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
            throw bad(name, "'%s' is no id of a port or server, and no IP address".formatted(shown));
        }
        UUID id = UUID.fromString(text);
        Optional<Port> named = ports.find(viewer, id).filter(thing -> own(viewer, thing));
        return new End.Guest(named.orElseGet(() -> ofServer(viewer, name, id)));
    }

    private Port ofServer(Viewer viewer, String name, UUID server) {
        List<Port> plugged = ports
                .list(new Query(
                        viewer,
                        List.of(new Query.Condition("device_id", List.of(server.toString()))),
                        Query.Tags.ANY,
                        List.of(),
                        MOST_PORTS,
                        null,
                        false))
                .rows()
                .stream()
                .filter(port -> own(viewer, port) && !DeviceOwner.trusted(port.deviceOwner()))
                .toList();
        if (plugged.size() > 1) {
            throw bad(
                    name,
                    "server %s has several ports: name one of %s"
                            .formatted(
                                    server,
                                    plugged.stream().map(Port::id).limit(8).toList()));
        }
        return plugged.stream().findFirst().orElseThrow(() -> Kind.PORT.notFound(server));
    }

    private static CloudException bad(String name, String reason) {
        return CloudException.badRequest("Invalid input for %s: %s.".formatted(name, reason));
    }
}
