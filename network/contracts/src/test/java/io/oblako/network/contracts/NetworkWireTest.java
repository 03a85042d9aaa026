package io.oblako.network.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.kernel.json.Json;
import io.oblako.testing.WireContract;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NetworkWireTest extends WireContract {

    private static final UUID PORT = UUID.fromString("3f2c1a9e-0d4b-4c57-9a70-1f5f8f0f2a11");
    private static final UUID NETWORK = UUID.fromString("5d1f0a2b-7c3e-4f60-8b1a-2c9d3e4f5a6b");
    private static final UUID SUBNET = UUID.fromString("7e2d4c6b-1a3f-4b5c-9d8e-0f1a2b3c4d5e");
    private static final UUID GROUP = UUID.fromString("9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d");
    private static final String SERVER = "1c2d3e4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f";
    private static final String REQUEST = "req-5c7bb8a4-5b9e-4a51-9a3e-0a8f6f4f8f10";
    private static final String PROJECT = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @Override
    protected List<Wire> wires() {
        return List.of(
                new Wire("network-fact", NetworkFact.class, network()),
                new Wire("port-fact", PortFact.class, port()),
                new Wire(
                        "security-group-fact",
                        SecurityGroupFact.class,
                        new SecurityGroupFact(GROUP, PROJECT, "default", 0, "Default security group")),
                new Wire(
                        "floating-ip-fact",
                        FloatingIpFact.class,
                        new FloatingIpFact(SUBNET, PROJECT, "203.0.113.7", PORT, "10.0.0.5", 2, NETWORK)),
                new Wire(
                        "order-create-port",
                        NetworkOrder.class,
                        new NetworkOrder.CreatePort(
                                PORT,
                                PROJECT,
                                NETWORK,
                                "10.0.0.5",
                                Set.of(GROUP),
                                SERVER,
                                "compute:nova",
                                "node-1",
                                3,
                                REQUEST)),
                new Wire(
                        "order-bind-port",
                        NetworkOrder.class,
                        new NetworkOrder.BindPort(PORT, PROJECT, SERVER, "compute:nova", "node-1", 3, REQUEST)),
                new Wire(
                        "order-unbind-port", NetworkOrder.class, new NetworkOrder.UnbindPort(PORT, SERVER, 3, REQUEST)),
                new Wire("order-delete-port", NetworkOrder.class, new NetworkOrder.DeletePort(PORT, SERVER, REQUEST)),
                new Wire(
                        "order-change-groups",
                        NetworkOrder.class,
                        new NetworkOrder.ChangeGroups(PORT, PROJECT, Set.of(GROUP), Set.of(), REQUEST)),
                new Wire(
                        "order-lead-floating-ip",
                        NetworkOrder.class,
                        new NetworkOrder.LeadFloatingIp(PORT, PROJECT, SUBNET, true, "10.0.0.5", REQUEST)),
                new Wire(
                        "order-add-address",
                        NetworkOrder.class,
                        new NetworkOrder.AddAddress(PORT, PROJECT, 1, REQUEST)),
                new Wire(
                        "order-take-address",
                        NetworkOrder.class,
                        new NetworkOrder.TakeAddress(PORT, PROJECT, "10.0.0.5", REQUEST)),
                new Wire(
                        "order-make-group",
                        NetworkOrder.class,
                        new NetworkOrder.MakeGroup(GROUP, PROJECT, "web", "lets HTTP in", REQUEST)),
                new Wire(
                        "order-describe-group",
                        NetworkOrder.class,
                        new NetworkOrder.DescribeGroup(GROUP, PROJECT, "web", "lets HTTP in", REQUEST)),
                new Wire(
                        "order-delete-group",
                        NetworkOrder.class,
                        new NetworkOrder.DeleteGroup(GROUP, PROJECT, REQUEST)));
    }

    private static NetworkFact network() {
        return new NetworkFact(
                NETWORK, PROJECT, "net", 1442, false, false, Set.of(OTHER), true, true, List.of(SUBNET), 4);
    }

    private static PortFact port() {
        return new PortFact(
                PORT,
                PROJECT,
                "eth0",
                NETWORK,
                "fa:16:3e:00:00:01",
                List.of(new PortFact.FixedIp(SUBNET, "10.0.0.5")),
                SERVER,
                "compute:nova",
                "node-1",
                3,
                PortFact.Status.ACTIVE,
                null,
                true,
                true,
                Set.of(GROUP),
                List.of("blue"),
                "web",
                1442,
                List.of(new PortFact.Subnet(
                        SUBNET,
                        "10.0.0.0/24",
                        4,
                        "10.0.0.1",
                        List.of("9.9.9.9"),
                        List.of(new PortFact.Route("192.0.2.0/24", "10.0.0.9")),
                        true,
                        null)),
                List.of(new PortFact.FloatingIp("10.0.0.5", "203.0.113.7")),
                REQUEST,
                7);
    }

    @Test
    void aGroupThatWasToldWithoutItsDescriptionIsRead() {
        String told = "{\"id\": \"%s\", \"project\": \"%s\", \"name\": \"web\", \"revision\": 1}";
        assertThat(Json.read(told.formatted(GROUP, PROJECT), SecurityGroupFact.class))
                .isEqualTo(new SecurityGroupFact(GROUP, PROJECT, "web", 1, null));
    }

    @Test
    void aNetworkIsUsableByItsOwnerAndThoseItIsSharedWith() {
        assertThat(network().usableBy(PROJECT)).isTrue();
        assertThat(network().usableBy(OTHER)).isTrue();
        assertThat(network().usableBy("somebody")).isFalse();
    }
}
