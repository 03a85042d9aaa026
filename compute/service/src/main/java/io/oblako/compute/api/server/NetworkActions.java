package io.oblako.compute.api.server;

import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.domain.network.ServerFixedIps;
import io.oblako.compute.domain.network.ServerFloatingIps;
import io.oblako.compute.domain.network.ServerGroups;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.contracts.PortFact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/**
 * Actions that are the network service's business and that old clients ask of compute (docs/adr/0064). They become orders
 * to the network service; the answer waits until its facts show what was ordered.
 */
@ApplicationScoped
class NetworkActions implements ServerAction.Group {

    private static final int LAST_WITH_ADDRESSES = 43;
    private static final Text ADDRESS = Text.of(1, 64);

    private final ServerLookups lookups;
    private final ServerGroups groups;
    private final ServerFloatingIps floatingIps;
    private final ServerFixedIps fixedIps;
    private final AwaitedPorts awaited;

    NetworkActions(
            ServerLookups lookups,
            ServerGroups groups,
            ServerFloatingIps floatingIps,
            ServerFixedIps fixedIps,
            AwaitedPorts awaited) {
        this.lookups = lookups;
        this.groups = groups;
        this.floatingIps = floatingIps;
        this.fixedIps = fixedIps;
        this.awaited = awaited;
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(
                ServerAction.change("addSecurityGroup", group("addSecurityGroup"), this::addGroup),
                ServerAction.change("removeSecurityGroup", group("removeSecurityGroup"), this::removeGroup),
                old(
                        "addFloatingIp",
                        object().required("address", ADDRESS).optional("fixed_address", ADDRESS),
                        this::addFloatingIp),
                old("removeFloatingIp", object().required("address", ADDRESS), this::removeFloatingIp),
                old("addFixedIp", object().required("networkId", ADDRESS), this::addFixedIp),
                old("removeFixedIp", object().required("address", ADDRESS), this::removeFixedIp));
    }

    private static Schema group(String action) {
        return object().required(action, object().required("name", Types.NAME));
    }

    private static ServerAction old(String name, Schema inside, ServerAction.Handler handler) {
        return new ServerAction(
                name, object().required(name, inside), LAST_WITH_ADDRESSES, ServerAction.Kind.CHANGE, handler);
    }

    private Response addGroup(String id, Body body) {
        ServerGroups.Ordered ordered =
                groups.add(lookups.server(id), body.at("addSecurityGroup").needed("name"));
        ordered.ports()
                .forEach(port ->
                        awaited.expect(port, fact -> fact.securityGroups().contains(ordered.group()), null));
        return Response.accepted().build();
    }

    private Response removeGroup(String id, Body body) {
        ServerGroups.Ordered ordered =
                groups.remove(lookups.server(id), body.at("removeSecurityGroup").needed("name"));
        ordered.ports()
                .forEach(port ->
                        awaited.expect(port, fact -> !fact.securityGroups().contains(ordered.group()), null));
        return Response.accepted().build();
    }

    private Response addFloatingIp(String id, Body whole) {
        Body body = whole.at("addFloatingIp");
        Server server = lookups.server(id);
        String address = body.needed("address");
        UUID port = floatingIps.add(server, address, NetworkWishes.address(body.textOrNull("fixed_address")));
        awaited.expect(
                port,
                fact -> leads(fact, address),
                () -> CloudException.badRequest(
                        ("Unable to associate floating IP %s with instance %s: the network service did not confirm it. Join"
                                        + " the networks of both by a router first.")
                                .formatted(address, server.id())));
        return Response.accepted().build();
    }

    private Response removeFloatingIp(String id, Body body) {
        String address = body.at("removeFloatingIp").needed("address");
        UUID port = floatingIps.remove(lookups.server(id), address);
        awaited.expect(port, fact -> !leads(fact, address), null);
        return Response.accepted().build();
    }

    private Response addFixedIp(String id, Body whole) {
        String network = whole.at("addFixedIp").needed("networkId");
        PortFact before = fixedIps.add(lookups.server(id), network);
        awaited.expect(
                before.id(),
                fact -> fact.fixedIps().size() > before.fixedIps().size(),
                () -> CloudException.badRequest(
                        ("No fixed IP was added from network %s: the network service did not confirm one. Its subnets may be"
                                        + " full: make another, or name an address at the port itself.")
                                .formatted(before.network())));
        return Response.accepted().build();
    }

    private Response removeFixedIp(String id, Body whole) {
        String address = whole.at("removeFixedIp").needed("address");
        PortFact before = fixedIps.remove(lookups.server(id), address);
        awaited.expect(
                before.id(),
                fact -> fact.fixedIps().stream().noneMatch(ip -> ip.address().equals(address)),
                null);
        return Response.accepted().build();
    }

    private static boolean leads(PortFact port, String address) {
        return port.floatingIps().stream()
                .anyMatch(floating -> floating.floating().equals(address));
    }
}
