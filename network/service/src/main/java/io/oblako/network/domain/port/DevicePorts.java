package io.oblako.network.domain.port;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Changes;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle.Stamp;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ports of the network service's own devices: routers and floating IPs. They are real ports with addresses of the
 * subnets, made and deleted with their device only.
 */
public final class DevicePorts {

    private final PortLifecycle lifecycle;
    private final Ports ports;
    private final Changes changes;
    private final Stamp stamp;

    public DevicePorts(PortLifecycle lifecycle, Ports ports, Changes changes, Stamp stamp) {
        this.lifecycle = lifecycle;
        this.ports = ports;
        this.changes = changes;
        this.stamp = stamp;
    }

    /** What a port is for: an owner of {@link DeviceOwner} and the device's id. */
    public record Device(String owner, UUID id) {}

    /**
     * A new port, in nobody's quota.
     *
     * @param owner the project it belongs to
     * @param wishes absent for what any port of the network gets
     * @throws io.oblako.kernel.error.CloudException when an address cannot be had
     */
    public Port make(Network network, ProjectId owner, Device device, @Nullable List<FixedIp.Wish> wishes) {
        PlainPort plain = new PlainPort(owner, network.id(), device.id.toString(), device.owner).withoutPortSecurity();
        Values wanted = (wishes == null ? plain : plain.withAddresses(wishes)).values();
        return lifecycle.place(network, stamp.born(wanted), wanted, List.of(), Port.Fate.NEW);
    }

    /** A port that somebody made becomes the device's: it cannot be deleted by hand from now on. */
    public Port take(Port port, Device device) {
        return lifecycle.save(stamp.touched(port).ownedBy(device.id.toString(), device.owner));
    }

    /** Says what kind of device a port belongs to; its walls and its place stay. */
    public Port own(Port port, String deviceOwner) {
        return lifecycle.save(stamp.touched(port)
                .bound(
                        port.deviceId(),
                        deviceOwner,
                        port.binding().host(),
                        port.binding().epoch()));
    }

    /** The same port with these addresses; it keeps those it has. */
    public Port readdress(Network network, Port port, List<FixedIp.Wish> wishes) {
        return lifecycle.save(stamp.touched(port).withAddresses(lifecycle.readdressed(network, port, wishes)));
    }

    /** Whether an address of the subnet is free. */
    public boolean hasRoom(Subnet subnet) {
        return lifecycle.hasRoom(subnet);
    }

    public void remove(Port port) {
        ports.remove(port);
        changes.gone(Kind.PORT, port.id());
    }
}
