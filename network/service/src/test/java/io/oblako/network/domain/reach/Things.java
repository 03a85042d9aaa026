package io.oblako.network.domain.reach;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;
import io.oblako.network.domain.address.Mac;
import io.oblako.network.domain.network.Ipv6Mode;
import io.oblako.network.domain.network.Network;
import io.oblako.network.domain.network.Subnet;
import io.oblako.network.domain.port.AddressPair;
import io.oblako.network.domain.port.Binding;
import io.oblako.network.domain.port.FixedIp;
import io.oblako.network.domain.port.Port;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records with what the model asks about, the rest as it mostly is. */
public final class Things {

    private Things() {}

    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    public static Standard standard(String name, String project) {
        return standard(id(name), name, project);
    }

    public static Standard standard(UUID id, String name, String project) {
        return new Standard(id, ProjectId.of(project), name, "", List.of(), Instant.EPOCH, Instant.EPOCH, 1);
    }

    /** @param external whether it leads outside, by a physical network */
    public static Network network(Standard standard, boolean up, boolean external, List<UUID> subnets) {
        return new Network(
                standard,
                up,
                1442,
                true,
                new Network.Provider(external ? "flat" : "geneve", external ? "physnet1" : null, external ? null : 1),
                List.of(),
                Set.of(),
                external ? Set.of("*") : Set.of(),
                subnets,
                Network.Scopes.NONE,
                null);
    }

    public static Subnet subnet(
            Standard standard, UUID network, Cidr cidr, @Nullable Ip gateway, boolean dhcp, @Nullable Ipv6Mode mode) {
        return new Subnet(
                standard,
                network,
                cidr,
                gateway,
                List.of(cidr.hosts()),
                List.of(),
                List.of(),
                dhcp,
                mode == null ? null : Ipv6Mode.DHCPV6_STATEFUL,
                mode,
                null,
                List.of());
    }

    /** What a port is plugged into. */
    public record Device(String id, String owner) {}

    /** What stands before a port. */
    public record Wall(boolean security, List<UUID> groups, List<AddressPair> pairs) {

        public static final Wall NONE = new Wall(false, List.of(), List.of());
    }

    public static Port port(
            Standard standard, UUID network, Mac mac, List<FixedIp> ips, boolean up, Device device, Wall wall) {
        return new Port(
                standard,
                network,
                mac,
                ips,
                up,
                "ACTIVE",
                null,
                device.id,
                device.owner,
                wall.security,
                wall.groups,
                wall.pairs,
                List.of(),
                "",
                new Binding("", "normal", Map.of(), 0),
                "",
                Port.Qos.NONE);
    }
}
