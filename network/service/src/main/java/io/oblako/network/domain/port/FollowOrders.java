package io.oblako.network.domain.port;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.address.Ip;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Does what other services order about ports. The one who orders chooses the id and counts the epoch, so an order that
 * comes twice or late changes nothing. Part of its caller's transaction.
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

    public void follow(NetworkOrder order) {
        switch (order) {
            case NetworkOrder.CreatePort create -> create(create);
            case NetworkOrder.BindPort bind -> bind(bind);
            case NetworkOrder.UnbindPort unbind -> unbind(unbind);
            case NetworkOrder.DeletePort delete -> delete(delete);
            case NetworkOrder.ChangeGroups change -> regroup(change);
            case NetworkOrder.LeadFloatingIp lead -> floatingIps.lead(lead);
        }
    }

    private void create(NetworkOrder.CreatePort order) {
        if (ports.find(order.port()).isPresent()) {
            return;
        }
        try {
            make(order);
        } catch (CloudException refused) {
            if (mayBeRepeated(refused)) {
                throw refused;
            }
            refusals.refused(order, refused.sentence());
        }
    }

    /** What another request did at the same moment says nothing about the order: the consumer repeats it. */
    public static boolean mayBeRepeated(CloudException refused) {
        return refused.code() == CommonError.STALE || refused.code() == CommonError.CONFLICT;
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
        Optional<Port> found = ports.lock(order.port())
                .filter(port -> port.project().value().equals(order.project()))
                .filter(port -> !DeviceOwner.trusted(port.deviceOwner()));
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
            lifecycle.save(touched(next));
        }
    }

    private void unbind(NetworkOrder.UnbindPort order) {
        held(order.port(), order.deviceId())
                .filter(port -> order.epoch() >= port.binding().epoch())
                .ifPresent(port -> lifecycle.save(touched(port.bound("", "", "", order.epoch()))));
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
                lifecycle.save(touched(port.bound("", "", "", port.binding().epoch())));
                return;
            }
            lifecycle.remove(port);
        });
    }

    /** Whoever ordered it has checked what can be: what has changed since makes the order void. */
    private void regroup(NetworkOrder.ChangeGroups order) {
        Port port = ports.lock(order.port())
                .filter(found -> found.project().value().equals(order.project()))
                .orElse(null);
        if (port == null) {
            return;
        }
        Set<UUID> wanted = new LinkedHashSet<>(port.securityGroups());
        wanted.removeAll(order.leave());
        wanted.addAll(order.join());
        if (wanted.equals(Set.copyOf(port.securityGroups()))) {
            return;
        }
        try {
            lifecycle.regrouped(port, List.copyOf(wanted));
        } catch (CloudException refused) {
            if (mayBeRepeated(refused)) {
                throw refused;
            }
            changes.changed(port); // Whoever waits sees that it stays where it is.
        }
    }

    /** The port, locked, if the device has it. */
    private Optional<Port> held(UUID id, String deviceId) {
        return ports.lock(id).filter(port -> port.deviceId().equals(deviceId));
    }

    private Port touched(Port port) {
        return port.with(port.standard().touched(stamp.now()));
    }
}
