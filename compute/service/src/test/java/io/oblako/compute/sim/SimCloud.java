package io.oblako.compute.sim;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.image.BootImages;
import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.network.ChooseNics;
import io.oblako.compute.domain.network.NetworkOrders;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.node.DesiredGuests;
import io.oblako.compute.domain.node.GuestSpecs;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.TakeGuestReport;
import io.oblako.compute.domain.node.TakeHeartbeat;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.saga.ComputeSagas;
import io.oblako.compute.domain.saga.ServerWork;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.Explainer;
import io.oblako.compute.domain.schedule.FleetView;
import io.oblako.compute.domain.schedule.HostView;
import io.oblako.compute.domain.schedule.PlacementExplanation;
import io.oblako.compute.domain.schedule.PlacementExplanations;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.domain.schedule.Scheduler;
import io.oblako.compute.domain.schedule.Weights;
import io.oblako.compute.domain.server.CreateServers;
import io.oblako.compute.domain.server.FlavorClaims;
import io.oblako.compute.domain.server.GuestSecretsBox;
import io.oblako.compute.domain.server.OrderServer;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerChanges;
import io.oblako.compute.domain.server.ServerFacts;
import io.oblako.compute.domain.snapshot.TakeSnapshotReport;
import io.oblako.compute.sim.SimTables.SimActions;
import io.oblako.compute.sim.SimTables.SimAllocations;
import io.oblako.compute.sim.SimTables.SimHosts;
import io.oblako.compute.sim.SimTables.SimServers;
import io.oblako.compute.sim.SimTables.SimSnapshots;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.saga.Sagas;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import io.oblako.network.contracts.NetworkOrder;
import io.oblako.network.contracts.PortFact;
import io.oblako.testing.check.CloudState;
import io.oblako.testing.sim.SimDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole domain of compute over simulated tables. Where its messages go is said by whoever makes it. */
final class SimCloud {

    static final Ratios RATIOS = Ratios.STANDARD;

    final SimDatabase database;
    final SimServers servers;
    final SimHosts hosts;
    final SimAllocations tables;
    final SimQuotas quotas;
    final SimActions actions;
    final SimSnapshots snapshots;
    final SimDatabase.Table<UUID, ImageFact> images;
    /** The network service's own; what compute has heard of them is in {@link #networks}. */
    final SimDatabase.Table<UUID, PortFact> portRows;

    final SimPorts network;
    final SimNetworks networks;
    final ServerPorts ports;
    final SimDatabase.Table<Integer, CloudState.Fact> facts;
    final FleetView fleet = new FleetView();
    final ComputeSagas sagas;
    final ServerChanges changes;
    final DesiredGuests guests;
    final OrderServer orders;
    final CreateServers create;
    private final TakeGuestReport guestReports;
    private final TakeSnapshotReport snapshotReports;
    private final TakeHeartbeat heartbeats;

    /** What a test may plant bugs in; each is handed the real thing. */
    static class Plan {

        Allocations allocations(SimAllocations real) {
            return real;
        }

        Quotas quotas(SimQuotas real) {
            return real;
        }

        ServerFacts facts(ServerFacts real) {
            return real;
        }

        NetworkOrders networkOrders(NetworkOrders real) {
            return real;
        }

        /** @return the reports that reach compute instead of this one */
        List<NodeReport> reports(NodeReport report) {
            return List.of(report);
        }
    }

    /** Where messages go. */
    interface Out {

        void desired(String node, String key, NodeDesired thing);

        void order(ImageOrder order);

        void order(NetworkOrder order);

        /** @param fact null for a tombstone */
        void told(UUID port, PortFact fact);
    }

    SimCloud(SimDatabase database, Sagas engine, Out out, Plan plan, Supplier<UUID> ids) {
        this.database = database;
        servers = new SimServers(database);
        hosts = new SimHosts(database);
        tables = new SimAllocations(database, hosts);
        quotas = new SimQuotas(database);
        actions = new SimActions(database);
        snapshots = new SimSnapshots(database);
        images = database.table("image");
        facts = database.table("fact");
        portRows = database.table("port");
        network = new SimPorts(rows(portRows), out::told);
        networks = new SimNetworks(database, engine);
        ports = new ServerPorts(networks, plan.networkOrders(out::order));
        Clock clock = database.clock().withZone(ZoneOffset.UTC);
        Allocations allocations = plan.allocations(tables);
        Quotas quota = plan.quotas(quotas);
        changes = new ServerChanges(servers, plan.facts(this::tell));
        Desired desired = desired(out);
        guests = new DesiredGuests(allocations, desired, new GuestSpecs());
        ServerWork work = new ServerWork(servers, changes, allocations, guests, hosts, actions, clock.instant());
        ClaimHost claims = new ClaimHost(
                fleet, new Explainer(new Scheduler(Weights.STANDARD)), hosts, allocations, explanations(), RATIOS);
        FlavorClaims flavorClaims = new FlavorClaims(allocations, quota);
        Images known = images();
        sagas = new ComputeSagas(
                engine,
                work,
                claims,
                new ComputeSagas.Ports(flavorClaims, quota, known, out::order, snapshots, desired, RATIOS, ports));
        orders = new OrderServer(changes, actions, sagas, flavorClaims, guests, clock, ids);
        create = new CreateServers(
                new CreateServers.Known(new BootImages(known), new ChooseNics(networks, ids)),
                new GuestSecretsBox(new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[32])))),
                fleet,
                quota,
                new CreateServers.Commit(changes, actions, sagas),
                new CreateServers.Source(clock, ids));
        guestReports = new TakeGuestReport(servers, changes, allocations, guests, desired, sagas, clock);
        snapshotReports = new TakeSnapshotReport(snapshots, desired, sagas);
        heartbeats = new TakeHeartbeat(hosts, desired, clock, "nova");
    }

    private static SimPorts.Rows rows(SimDatabase.Table<UUID, PortFact> table) {
        return new SimPorts.Rows() {
            @Override
            public PortFact get(UUID id) {
                return table.find(id).orElse(null);
            }

            @Override
            public void put(UUID id, PortFact port) {
                table.put(id, port);
            }

            @Override
            public void remove(UUID id) {
                table.remove(id);
            }
        };
    }

    private void tell(Server server) {
        facts.put(facts.size(), new CloudState.Fact(server.id().toString(), server.generation()));
        if (server.deleted()) {
            facts.put(facts.size(), new CloudState.Fact(server.id().toString(), -1));
        }
    }

    private static Desired desired(Out out) {
        return new Desired() {
            @Override
            public void publish(NodeDesired thing) {
                if (!(thing instanceof NodeDesired.Lease)) {
                    out.desired(thing.node(), thing.key(), thing);
                }
            }

            @Override
            public void forget(NodeDesired thing) {
                out.desired(thing.node(), thing.key(), null);
            }

            @Override
            public void forget(String node, String key) {
                out.desired(node, key, null);
            }
        };
    }

    private static PlacementExplanations explanations() {
        return new PlacementExplanations() {
            @Override
            public List<PlacementExplanation> of(UUID server) {
                return List.of();
            }

            @Override
            public void add(PlacementExplanation explanation) {
                // Nobody reads them here.
            }
        };
    }

    private Images images() {
        return new Images() {
            @Override
            public Optional<ImageFact> find(UUID id) {
                return images.find(id);
            }

            @Override
            public List<ImageFact> all() {
                return images.all();
            }

            @Override
            public Optional<ImageFact> await(UUID id, Predicate<Optional<ImageFact>> wanted) {
                return images.find(id);
            }
        };
    }

    /** In the transaction of the caller. */
    void take(NodeReport report) {
        switch (report) {
            case NodeReport.Heartbeat beat -> heartbeats.take(beat);
            case NodeReport.GuestSeen seen -> guestReports.take(seen);
            case NodeReport.SnapshotSeen seen -> snapshotReports.take(seen);
        }
    }

    /** As the image service would. */
    void image(UUID id, String status, Map<String, String> properties) {
        image(id, status, "00", properties);
    }

    /** @param sha512 absent while the image is not settled */
    void image(UUID id, String status, @Nullable String sha512, Map<String, String> properties) {
        images.put(
                id,
                new ImageFact(
                        id,
                        "p",
                        "image",
                        status,
                        "public",
                        Set.of(),
                        "qcow2",
                        "bare",
                        1,
                        1,
                        sha512,
                        0,
                        0,
                        false,
                        false,
                        properties,
                        1,
                        Instant.EPOCH,
                        Instant.EPOCH));
    }

    List<HostView> hostsNow() {
        return hosts.list().stream().map(host -> host.view(RATIOS)).toList();
    }

    CloudState state(List<SimNode> nodes, List<String> unfinishedSagas) {
        Map<String, CloudState.Usage> usage = new HashMap<>();
        for (SimQuotas.Row row : quotas.rows.all()) {
            usage.merge(
                    row.project().value(),
                    new CloudState.Usage(1, row.claim().cores(), row.claim().ramMib()),
                    (a, b) -> new CloudState.Usage(
                            a.instances() + b.instances(), a.cores() + b.cores(), a.ramMib() + b.ramMib()));
        }
        List<CloudState.Guest> guests = new ArrayList<>();
        nodes.forEach(node -> guests.addAll(node.guests()));
        return new CloudState(
                servers.rows.all().stream().map(SimCloud::server).toList(),
                tables.rows.all().stream().map(SimCloud::allocation).toList(),
                hosts.list().stream().map(SimCloud::host).toList(),
                usage,
                guests,
                actions.rows.all().stream()
                        .map(action -> new CloudState.Action(
                                action.server().toString(),
                                action.requestId(),
                                action.action(),
                                action.finish() != null))
                        .toList(),
                facts.all(),
                unfinishedSagas);
    }

    private static CloudState.Server server(Server server) {
        Flavor flavor = server.flavor();
        Flavor old =
                server.machine().oldFlavor() == null ? flavor : server.machine().oldFlavor();
        return new CloudState.Server(
                server.id().toString(),
                server.project().value(),
                server.vm().name(),
                server.state().task() == null ? null : server.state().task().name(),
                server.placement().node(),
                server.placement().epoch(),
                Math.max(flavor.vcpus(), old.vcpus()),
                Math.max(flavor.ramMib(), old.ramMib()),
                server.generation());
    }

    private static CloudState.Allocation allocation(Allocation allocation) {
        return new CloudState.Allocation(
                allocation.server().toString(),
                allocation.node(),
                allocation.epoch(),
                allocation.need().vcpus(),
                allocation.need().ramMib(),
                allocation.need().diskGib(),
                allocation.leaving());
    }

    private static CloudState.Host host(Host host) {
        var capacity = host.capacity(RATIOS);
        return new CloudState.Host(
                host.name(),
                host.up(),
                host.allocated().servers(),
                host.allocated().vcpus(),
                host.allocated().ramMib(),
                host.allocated().diskGib(),
                capacity.vcpus(),
                capacity.ramMib(),
                capacity.diskGib());
    }
}
