package io.oblako.compute.api.server;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.Fault;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerLock;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.compute.domain.server.TaskState;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.network.contracts.NetworkFact;
import io.oblako.network.contracts.PortFact;
import io.oblako.network.contracts.SecurityGroupFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Servers for tests of views: fixed in all their parts. */
final class AServer {

    static final Flavor SMALL = new Flavor(
            "7",
            "m1.small",
            2,
            2048,
            20,
            5,
            512,
            1.0,
            true,
            false,
            "fits most",
            Map.of("hw:cpu_cores", "2"),
            Instant.parse("2026-11-22T10:00:00Z"));

    private static final Instant CREATED = Instant.parse("2026-11-22T20:51:36.123456Z");

    private static final UUID PORT = UUID.fromString("1f0a5b8c-4a52-4d1e-8b71-0d3a4b1c2222");
    private static final UUID NETWORK = UUID.fromString("2f0a5b8c-4a52-4d1e-8b71-0d3a4b1c3333");
    private static final UUID SUBNET = UUID.fromString("3f0a5b8c-4a52-4d1e-8b71-0d3a4b1c4444");
    private static final UUID GROUP = UUID.fromString("4f0a5b8c-4a52-4d1e-8b71-0d3a4b1c5555");

    private AServer() {}

    static Server active() {
        return with(new Server.State(VmState.ACTIVE, null, null, PowerState.RUNNING, 100, null, null), "node-1");
    }

    static Server building() {
        return with(
                new Server.State(
                        VmState.BUILDING, TaskState.SCHEDULING, UUID.randomUUID(), PowerState.NOSTATE, 0, null, null),
                null);
    }

    static Server failed() {
        Fault fault = new Fault("NO_VALID_HOST", "No host has room. Free 2 GiB.", "filters: ram 0/2", CREATED);
        return with(new Server.State(VmState.ERROR, null, null, PowerState.NOSTATE, 0, fault, null), null);
    }

    static Server lockedByAdmin() {
        return with(
                new Server.State(
                        VmState.STOPPED, null, null, PowerState.SHUTDOWN, 100, null, new ServerLock(true, "audit")),
                "node-1");
    }

    /** Active and on a network, by {@link #port()}. */
    static Server onANetwork() {
        return active().edit(CREATED, edit -> {
            Nic bare = new Nic(PORT, NETWORK, null, Set.of(), null, true, null);
            edit.machine = edit.machine.withNics(List.of(bare.wired(port())));
        });
    }

    /** With an address of each version, a floating IP and a group. */
    static PortFact port() {
        return new PortFact(
                PORT,
                "6f70656e737461636b20342065766572",
                "",
                NETWORK,
                "fa:16:3e:00:00:07",
                List.of(new PortFact.FixedIp(SUBNET, "10.0.0.7"), new PortFact.FixedIp(SUBNET, "2001:db8::7")),
                "8c7b2b1e-9f7c-4b8a-8f2c-0a6a5d9a1111",
                "compute:nova",
                "node-1",
                1,
                PortFact.Status.ACTIVE,
                null,
                true,
                true,
                Set.of(GROUP),
                List.of(),
                "",
                1442,
                List.of(),
                List.of(new PortFact.FloatingIp("10.0.0.7", "203.0.113.7")),
                "req-1",
                2);
    }

    /** What is known of its network and its group. */
    static KnownNetworks networks() {
        return new KnownNetworks()
                .with(port())
                .with(new NetworkFact(
                        NETWORK, "p", "blue", 1442, false, false, Set.of(), true, true, List.of(SUBNET), 1))
                .with(new SecurityGroupFact(GROUP, "p", "web", 1, ""));
    }

    private static Server with(Server.State state, String node) {
        return new Server(
                UUID.fromString("8c7b2b1e-9f7c-4b8a-8f2c-0a6a5d9a1111"),
                ProjectId.of("6f70656e737461636b20342065766572"),
                UserId.of("fake"),
                new Server.Details(
                        "web-1",
                        "front end",
                        "web-1",
                        Map.of("role", "web"),
                        Set.of("prod", "blue"),
                        "192.0.2.7",
                        null,
                        true),
                new Server.Machine(
                        SMALL,
                        null,
                        new BootImage(
                                UUID.fromString("70a599e0-31e7-49b7-b260-868f441e862b"),
                                "debian",
                                "qcow2",
                                1,
                                2,
                                "00",
                                0,
                                0,
                                Map.of()),
                        new ServerRequest.Key("laptop", "ssh", "ssh-ed25519 AAAA"),
                        true,
                        null,
                        "r-3fhpjulh",
                        0,
                        List.of()),
                state,
                new Server.Placement("nova", null, node, node == null ? null : "nova", node == null ? 0 : 1),
                Server.Counters.NONE,
                new Server.Times(CREATED, CREATED.plusSeconds(4), node == null ? null : CREATED.plusSeconds(3), null),
                3);
    }
}
