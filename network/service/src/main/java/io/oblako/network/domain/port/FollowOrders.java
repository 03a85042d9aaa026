package io.oblako.network.domain.port;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.Refusals;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Does what other services order about ports and what leads to them. The one who orders chooses the id and counts the
 * epoch, so an order that comes twice or late changes nothing. Part of its caller's transaction.
 */
public final class FollowOrders {

    private final Ports ports;
    private final PortLifecycle lifecycle;
    private final PortRefusals refusals;
    private final Changes changes;
    private final FloatingIpMoves floatingIps;
    private final Stamp stamp;

    public FollowOrders(
            Ports ports,
            PortLifecycle lifecycle,
            PortRefusals refusals,
            Changes changes,
            FloatingIpMoves floatingIps,
            Stamp stamp) {
        this.ports = ports;
        this.lifecycle = lifecycle;
        this.refusals = refusals;
        this.changes = changes;
        this.floatingIps = floatingIps;
        this.stamp = stamp;
    }

    public void follow(NetworkOrder.OfPort order) {
        switch (order) {
            case NetworkOrder.CreatePort create -> create(create);
            case NetworkOrder.BindPort bind -> bind(bind);
            case NetworkOrder.UnbindPort unbind -> unbind(unbind);
            case NetworkOrder.DeletePort delete -> delete(delete);
            case NetworkOrder.ChangeGroups change -> regroup(change);
            case NetworkOrder.AddAddress add -> address(add);
            case NetworkOrder.TakeAddress take -> address(take);
            case NetworkOrder.LeadFloatingIp lead -> floatingIps.lead(lead);
        }
    }

    private void create(NetworkOrder.CreatePort order) {
        if (ports.find(order.port()).isPresent()) {
            return;
        }
        Refusals.voiding(() -> make(order), refused -> refusals.refused(order, refused.sentence()));
    }

    private void make(NetworkOrder.CreatePort order) {
        ProjectId project = ProjectId.of(order.project());
        PlainPort wanted =
                new PlainPort(project, order.network(), order.deviceId(), order.deviceOwner()).at(order.host());
        String fixedIp = order.fixedIp();
        if (fixedIp != null) {
            Ip address = Ip.parse(fixedIp)
                    .orElseThrow(() -> CloudException.badRequest("'%s' is not a valid IP address".formatted(fixedIp)));
            wanted.withAddresses(List.of(new FixedIp.Wish(null, address)));
        }
        if (!order.securityGroups().isEmpty()) {
            wanted.withGroups(List.copyOf(order.securityGroups()));
        }
        Standard standard = stamp.born(order.port(), wanted.values());
        Viewer owner = new Viewer(project, false);
        lifecycle.make(owner, standard, wanted.values(), Port.Fate.ordered(order));
    }

    private void bind(NetworkOrder.BindPort order) {
        Optional<Port> found =
                theirs(order.port(), order.project()).filter(port -> !DeviceOwner.trusted(port.deviceOwner()));
        if (found.isEmpty()) {
            return;
        }
        Port port = found.get();
        boolean free = port.deviceId().isEmpty();
        if (!free && !port.deviceId().equals(order.deviceId())) {
            changes.changed(port); // Whoever lost the race for it sees whose it is.
            return;
        }
        // Each device counts its own epochs: those of the one before say nothing about a port that is free.
        if (!free && order.epoch() < port.binding().epoch()) {
            return;
        }
        Port next = port.bound(order.deviceId(), order.deviceOwner(), order.host(), order.epoch());
        if (!next.equals(port)) {
            lifecycle.save(stamp.touched(next));
        }
    }

    private void unbind(NetworkOrder.UnbindPort order) {
        held(order.port(), order.deviceId())
                .filter(port -> order.epoch() >= port.binding().epoch())
                .ifPresent(port -> lifecycle.save(stamp.touched(port.bound("", "", "", order.epoch()))));
    }

    /** A port that a tenant made stays theirs: the device lets it go. */
    private void delete(NetworkOrder.DeletePort order) {
        Optional<Port> there = ports.find(order.port());
        if (there.isEmpty()) {
            changes.gone(Kind.PORT, order.port()); // Takes back the word about one that could not be.
            return;
        }
        held(order.port(), order.deviceId()).ifPresent(port -> {
            if (port.createdBy().isEmpty()) {
                lifecycle.save(
                        stamp.touched(port.bound("", "", "", port.binding().epoch())));
                return;
            }
            lifecycle.remove(port);
        });
    }

    /** Whoever ordered it has checked what can be: what has changed since makes the order void. */
    private void regroup(NetworkOrder.ChangeGroups order) {
        Port port = theirs(order.port(), order.project()).orElse(null);
        if (port == null) {
            return;
        }
        Set<UUID> wanted = new LinkedHashSet<>(port.securityGroups());
        wanted.removeAll(order.leave());
        wanted.addAll(order.join());
        if (wanted.equals(Set.copyOf(port.securityGroups()))) {
            return;
        }
        Refusals.voiding(() -> lifecycle.regrouped(port, List.copyOf(wanted)), _ -> changes.changed(port));
    }

    private void address(NetworkOrder.AddAddress order) {
        theirs(order.port(), order.project())
                .filter(port -> port.fixedIps().size() <= order.had())
                .ifPresent(
                        port -> Refusals.voiding(() -> lifecycle.withAnotherAddress(port), _ -> changes.changed(port)));
    }

    private void address(NetworkOrder.TakeAddress order) {
        theirs(order.port(), order.project())
                .ifPresent(port ->
                        Refusals.voiding(() -> lifecycle.without(port, order.address()), _ -> changes.changed(port)));
    }

    /** The port, locked, if it is that project's. */
    private Optional<Port> theirs(UUID id, String project) {
        return ports.lock(id).filter(port -> port.project().value().equals(project));
    }

    /** The port, locked, if the device has it. */
    private Optional<Port> held(UUID id, String deviceId) {
        return ports.lock(id).filter(port -> port.deviceId().equals(deviceId));
    }
}
