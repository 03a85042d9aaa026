package io.oblako.network.domain.trunk;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.port.DeviceOwner;
import io.oblako.network.domain.port.DevicePorts;
import io.oblako.network.domain.port.Port;
import io.oblako.network.domain.port.Ports;
import io.oblako.network.domain.quota.Quotas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The rules of trunks.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#trunk-networking">Networking API: trunks</a>
 */
public final class TrunkLifecycle implements Lifecycle<Trunk> {

    /** As many as a guest has use for; each is a port that every rule is compiled for. */
    public static final int MOST_SUB_PORTS = 200;

    private final Trunks trunks;
    private final Ports ports;
    private final DevicePorts devices;
    private final Quotas quotas;
    private final Changes changes;
    private final Stamp stamp;

    public TrunkLifecycle(
            Trunks trunks, Ports ports, DevicePorts devices, Quotas quotas, Changes changes, Stamp stamp) {
        this.trunks = trunks;
        this.ports = ports;
        this.devices = devices;
        this.quotas = quotas;
        this.changes = changes;
        this.stamp = stamp;
    }

    @Override
    public Trunk create(Viewer viewer, Values wanted) {
        Standard standard = stamp.born(wanted);
        quotas.reserve(Kind.TRUNK, standard.project(), 1);
        Port parent = free(viewer, wanted.id("port_id"));
        Trunk bare = new Trunk(
                standard,
                parent.id(),
                wanted.flag("admin_state_up"),
                List.of(),
                parent.status().equals("ACTIVE"));
        trunks.add(bare);
        List<SubPort> subPorts = wanted.list("sub_ports", SubPort.class);
        Trunk trunk = subPorts.isEmpty() ? bare : trunks.save(carrying(viewer, bare, subPorts));
        changes.changed(Kind.TRUNK, trunk.id());
        return trunk;
    }

    /** A port of the viewer, locked, that no trunk has and no device of the network itself. */
    private Port free(Viewer viewer, UUID id) {
        Port port = ports.requireLocked(viewer, id);
        viewer.requireOwner(port, "create_trunk");
        if (trunks.ofParent(id).isPresent() || trunks.ofSubPort(id).isPresent()) {
            throw new CloudException(
                    NetworkError.TRUNK_PORT_IN_USE, "Port %s is in use by another trunk.".formatted(id));
        }
        if (DeviceOwner.trusted(port.deviceOwner())) {
            throw new CloudException(
                    NetworkError.PARENT_PORT_IN_USE,
                    "Port %s is currently in use and is not eligible for use as a parent port.".formatted(id));
        }
        return port;
    }

    /** The trunk with more subports, whose ports are its own from now on. */
    private Trunk carrying(Viewer viewer, Trunk trunk, List<SubPort> more) {
        List<SubPort> all = new ArrayList<>(trunk.subPorts());
        for (SubPort subPort : more) {
            boolean tagged = all.stream().anyMatch(has -> has.segmentationId() == subPort.segmentationId());
            if (tagged) {
                throw new CloudException(
                        NetworkError.DUPLICATE_SUB_PORT,
                        "segmentation_type vlan and segmentation_id %d already in use on trunk %s."
                                .formatted(subPort.segmentationId(), trunk.id()));
            }
            if (subPort.port().equals(trunk.port())
                    || all.stream().anyMatch(has -> has.port().equals(subPort.port()))) {
                throw new CloudException(
                        NetworkError.TRUNK_PORT_IN_USE,
                        "Port %s is in use by another trunk.".formatted(subPort.port()));
            }
            Port port = free(viewer, subPort.port());
            if (!port.deviceId().isEmpty() || port.binding().bound()) {
                throw new CloudException(
                        NetworkError.PORT_IN_USE,
                        "Unable to complete operation on port %s for network %s. Port already has an attached device %s."
                                .formatted(port.id(), port.network(), port.deviceId()));
            }
            devices.own(port, DeviceOwner.SUB_PORT);
            all.add(subPort);
        }
        if (all.size() > MOST_SUB_PORTS) {
            throw CloudException.badRequest("A trunk has at most %d subports.".formatted(MOST_SUB_PORTS));
        }
        all.sort(Comparator.comparingInt(SubPort::segmentationId));
        return trunk.with(all);
    }

    @Override
    public Trunk change(Viewer viewer, Trunk current, Values wanted) {
        viewer.requireOwner(current, "update_trunk");
        return save(new Trunk(
                stamp.changed(current.standard(), wanted),
                current.port(),
                wanted.flag("admin_state_up"),
                current.subPorts(),
                current.active()));
    }

    /** @param current locked */
    public Trunk add(Viewer viewer, Trunk current, List<SubPort> more) {
        viewer.requireOwner(current, "add_subports");
        checkUp(current);
        return save(stamp.touched(carrying(viewer, current, more)));
    }

    /**
     * @param current locked
     * @param less ids of ports
     */
    public Trunk remove(Viewer viewer, Trunk current, List<UUID> less) {
        viewer.requireOwner(current, "delete_subports");
        checkUp(current);
        List<SubPort> rest = new ArrayList<>(current.subPorts());
        for (UUID port : less) {
            if (!rest.removeIf(has -> has.port().equals(port))) {
                throw new CloudException(
                        NetworkError.SUB_PORT_NOT_FOUND,
                        "SubPort on trunk %s with parent port %s could not be found."
                                .formatted(current.id(), current.port()));
            }
            letGo(port);
        }
        return save(stamp.touched(current.with(rest)));
    }

    private void letGo(UUID subPort) {
        ports.lock(subPort).ifPresent(port -> devices.own(port, ""));
    }

    private static void checkUp(Trunk trunk) {
        if (!trunk.adminStateUp()) {
            throw new CloudException(
                    NetworkError.TRUNK_DISABLED, "Trunk %s is currently disabled.".formatted(trunk.id()));
        }
    }

    @Override
    public Trunk save(Trunk next) {
        Trunk saved = trunks.save(next);
        changes.changed(Kind.TRUNK, saved.id());
        return saved;
    }

    @Override
    public void delete(Viewer viewer, Trunk current) {
        viewer.requireOwner(current, "delete_trunk");
        boolean plugged = ports.find(current.port())
                .filter(port -> port.binding().bound())
                .isPresent();
        if (plugged) {
            throw new CloudException(
                    NetworkError.TRUNK_IN_USE, "Trunk %s is currently in use.".formatted(current.id()));
        }
        trunks.remove(current);
        current.subPorts().forEach(subPort -> letGo(subPort.port()));
        changes.gone(Kind.TRUNK, current.id());
    }
}
