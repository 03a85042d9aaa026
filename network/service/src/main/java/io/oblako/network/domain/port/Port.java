package io.oblako.network.domain.port;

import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.address.Mac;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A port of a network: one interface of a device.
 *
 * @param deviceId what it is plugged into; empty when nothing
 * @param status as the data plane told last: DOWN, BUILD, ACTIVE or ERROR
 * @param failure why its order could not be fulfilled
 * @param qos whose limits its packets obey
 * @param createdBy id of the request of the service that ordered it; empty when a tenant made it
 */
public record Port(
        Standard standard,
        UUID network,
        Mac mac,
        List<FixedIp> fixedIps,
        boolean adminStateUp,
        String status,
        @Nullable String failure,
        String deviceId,
        String deviceOwner,
        boolean portSecurity,
        List<UUID> securityGroups,
        List<AddressPair> pairs,
        List<DhcpOption> dhcpOptions,
        String dnsName,
        Binding binding,
        String createdBy,
        Qos qos)
        implements Resource<Port> {

    /**
     * Which QoS policies a port has.
     *
     * @param own absent for that of the network
     * @param ofNetwork the network's; absent for none
     */
    public record Qos(@Nullable UUID own, @Nullable UUID ofNetwork) {

        public static final Qos NONE = new Qos(null, null);

        /** The one in force. */
        public @Nullable UUID effective() {
            return own == null ? ofNetwork : own;
        }
    }

    public Port {
        fixedIps = List.copyOf(fixedIps);
        securityGroups = List.copyOf(securityGroups);
        pairs = List.copyOf(pairs);
        dhcpOptions = List.copyOf(dhcpOptions);
    }

    /** The one place where what a request says becomes a port; addresses and groups are decided before. */
    static Port of(Standard standard, Values wanted, Decided decided, Fate fate) {
        return new Port(
                standard,
                wanted.id("network_id"),
                decided.mac,
                decided.fixedIps,
                wanted.flag("admin_state_up"),
                fate.status,
                fate.failure,
                wanted.text("device_id"),
                wanted.text("device_owner"),
                wanted.flag("port_security_enabled"),
                decided.securityGroups,
                wanted.list("allowed_address_pairs", AddressPair.class),
                wanted.list("extra_dhcp_opts", DhcpOption.class),
                wanted.text("dns_name"),
                new Binding(
                        wanted.text("binding:host_id"), wanted.text("binding:vnic_type"), profile(wanted), fate.epoch),
                fate.createdBy,
                decided.qos);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> profile(Values wanted) {
        Map<?, ?> profile = wanted.optional("binding:profile", Map.class);
        return profile == null ? Map.of() : (Map<String, Object>) profile;
    }

    /** What the rules decide and the request only wishes. */
    record Decided(Mac mac, List<FixedIp> fixedIps, List<UUID> securityGroups, Qos qos) {}

    /** What no request of a tenant says. */
    record Fate(String status, @Nullable String failure, long epoch, String createdBy) {

        static final Fate NEW = new Fate("DOWN", null, 0, "");

        /** Of a port that another service wants; it waits for its host, if it has one. */
        static Fate ordered(NetworkOrder.CreatePort order) {
            return new Fate(order.host().isEmpty() ? "DOWN" : "BUILD", null, order.epoch(), order.requestId());
        }

        static Fate of(Port port) {
            return new Fate(port.status, port.failure, port.binding.epoch(), port.createdBy);
        }
    }

    @Override
    public Port with(Standard next) {
        return next(next, fixedIps, new Fate(status, failure, binding.epoch(), createdBy), device(), binding);
    }

    /** Where a port belongs, and what walls stand before it there. */
    private record Device(String id, String owner, boolean portSecurity, List<UUID> securityGroups) {}

    private Device device() {
        return new Device(deviceId, deviceOwner, portSecurity, securityGroups);
    }

    private Port next(Standard standard, List<FixedIp> fixedIps, Fate fate, Device device, Binding binding) {
        return new Port(
                standard,
                network,
                mac,
                fixedIps,
                adminStateUp,
                fate.status,
                fate.failure,
                device.id,
                device.owner,
                device.portSecurity,
                device.securityGroups,
                pairs,
                dhcpOptions,
                dnsName,
                binding,
                fate.createdBy,
                qos);
    }

    /** The same plugged into a device on a host, which has not told of it yet; empty words for none. */
    Port bound(String id, String owner, String host, long epoch) {
        Binding next = new Binding(host, binding.vnicType(), binding.profile(), epoch);
        boolean same = next.host().equals(binding.host()) && id.equals(deviceId);
        String waiting = host.isEmpty() ? "DOWN" : "BUILD";
        return next(
                standard,
                fixedIps,
                new Fate(same ? status : waiting, failure, epoch, createdBy),
                new Device(id, owner, portSecurity, securityGroups),
                next);
    }

    /** The same in other security groups. */
    Port inGroups(List<UUID> groups) {
        return next(
                standard,
                fixedIps,
                new Fate(status, failure, binding.epoch(), createdBy),
                new Device(deviceId, deviceOwner, portSecurity, groups),
                binding);
    }

    /** The same with other addresses. */
    Port withAddresses(List<FixedIp> next) {
        return next(standard, next, Fate.of(this), device(), binding);
    }

    /** The same as a port of the network service's own devices, which no walls stand before. */
    Port ownedBy(String id, String owner) {
        return next(standard, fixedIps, Fate.of(this), new Device(id, owner, false, List.of()), binding);
    }

    /** Whether security groups speak about it: not about what the cloud itself plugs in. */
    public boolean filtered() {
        return portSecurity && !DeviceOwner.trusted(deviceOwner);
    }

    /** The same as the data plane tells of it now. */
    Port withStatus(String next) {
        Fate fate = new Fate(next, failure, binding.epoch(), createdBy);
        return next(standard, fixedIps, fate, device(), binding);
    }
}
