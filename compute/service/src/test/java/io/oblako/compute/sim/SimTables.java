package io.oblako.compute.sim;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Heartbeat;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.compute.domain.node.Allocations;
import io.oblako.compute.domain.node.Heartbeats;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.node.Sighting;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.domain.server.Fault;
import io.oblako.compute.domain.server.InstanceAction;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.Servers;
import io.oblako.compute.domain.snapshot.Snapshot;
import io.oblako.compute.domain.snapshot.Snapshots;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.testing.sim.SimClock;
import io.oblako.testing.sim.SimDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Compute's tables in a simulated database: the same conditions as the real ones, without their speed. */
final class SimTables {

    private SimTables() {}

    static final class SimServers implements Servers {

        final SimDatabase.Table<UUID, Server> rows;

        SimServers(SimDatabase database) {
            rows = database.table("server");
        }

        @Override
        public Optional<Server> find(UUID id) {
            return rows.find(id);
        }

        @Override
        public Page<Server> page(ServerQuery query, PageRequest request) {
            throw new UnsupportedOperationException("nobody lists servers in a simulation");
        }

        @Override
        public List<Server> onHost(String node) {
            return rows.all().stream()
                    .filter(server -> node.equals(server.placement().node()))
                    .toList();
        }

        @Override
        public List<Server> withPorts(Collection<UUID> ports) {
            return rows.all().stream()
                    .filter(server ->
                            !server.deleted() && server.nics().stream().anyMatch(nic -> ports.contains(nic.port())))
                    .toList();
        }

        @Override
        public void add(List<Server> servers) {
            servers.forEach(server -> rows.put(server.id(), server));
        }

        @Override
        public boolean save(Server changed) {
            Server before = rows.find(changed.id()).orElse(null);
            if (before == null || before.generation() != changed.generation() - 1) {
                return false;
            }
            rows.put(changed.id(), changed);
            return true;
        }
    }

    static final class SimHosts implements Hosts, Heartbeats {

        final SimDatabase.Table<String, Host> rows;
        private final SimClock clock;

        SimHosts(SimDatabase database) {
            rows = database.table("host");
            clock = database.clock();
        }

        private Host now(Host host) {
            boolean up = host.lastSeen().plus(ClaimHost.HEARTBEAT_TTL).isAfter(clock.instant());
            return of(host, up, host.lastSeen(), host.allocated());
        }

        private static Host of(Host host, boolean up, Instant lastSeen, Host.Allocated allocated) {
            return new Host(
                    host.name(),
                    host.number(),
                    host.hypervisorId(),
                    host.serviceId(),
                    host.zone(),
                    host.epoch(),
                    host.bootId(),
                    up,
                    host.disabled(),
                    host.disabledReason(),
                    host.forcedDown(),
                    host.facts(),
                    allocated,
                    host.created(),
                    lastSeen);
        }

        @Override
        public List<Host> list() {
            return rows.all().stream().map(this::now).toList();
        }

        @Override
        public Optional<Host> find(String name) {
            return rows.find(name).map(this::now);
        }

        @Override
        public List<Host> named(Set<String> names) {
            return list().stream().filter(host -> names.contains(host.name())).toList();
        }

        @Override
        public Optional<Host> find(UUID id) {
            return Optional.empty();
        }

        @Override
        public Optional<Host> find(int number) {
            return Optional.empty();
        }

        @Override
        public boolean setDisabled(String name, boolean disabled, String reason) {
            return false;
        }

        @Override
        public boolean setForcedDown(String name, boolean forcedDown) {
            return false;
        }

        @Override
        public Standing beat(Heartbeat beat, String zone) {
            Host known = rows.find(beat.node()).orElse(null);
            Host.Facts facts = new Host.Facts(
                    beat.vcpus(),
                    beat.ramMib(),
                    0,
                    beat.diskGib(),
                    beat.diskGib(),
                    "x86_64",
                    "simulated",
                    beat.traits(),
                    "QEMU",
                    1,
                    "",
                    "",
                    beat.cpuInfo(),
                    0,
                    0,
                    0);
            rows.put(
                    beat.node(),
                    known == null
                            ? new Host(
                                    beat.node(),
                                    1,
                                    new UUID(0, 1),
                                    new UUID(0, 2),
                                    zone,
                                    1,
                                    beat.bootId(),
                                    true,
                                    false,
                                    null,
                                    false,
                                    facts,
                                    Host.Allocated.NOTHING,
                                    clock.instant(),
                                    clock.instant())
                            : of(known, true, clock.instant(), known.allocated()));
            return new Standing(1, false);
        }

        /** False when it does not fit. */
        boolean grow(String name, int servers, Need by, Need capacity) {
            Host host = rows.find(name).orElseThrow();
            Host.Allocated before = host.allocated();
            Host.Allocated after = new Host.Allocated(
                    before.servers() + servers,
                    before.vcpus() + by.vcpus(),
                    before.ramMib() + by.ramMib(),
                    before.diskGib() + by.diskGib());
            boolean fits = (by.vcpus() <= 0 || after.vcpus() <= capacity.vcpus())
                    && (by.ramMib() <= 0 || after.ramMib() <= capacity.ramMib())
                    && (by.diskGib() <= 0 || after.diskGib() <= capacity.diskGib());
            if (fits) {
                rows.put(name, of(host, host.up(), host.lastSeen(), after));
            }
            return fits;
        }
    }

    static class SimAllocations implements Allocations {

        final SimDatabase.Table<String, Allocation> rows;
        final SimHosts hosts;

        SimAllocations(SimDatabase database, SimHosts hosts) {
            rows = database.table("allocation");
            this.hosts = hosts;
        }

        static String key(UUID server, String node) {
            return server + "/" + node;
        }

        @Override
        public boolean take(UUID server, String node, long epoch, Need need, Need capacity) {
            Optional<Allocation> before = find(server, node);
            if (before.isPresent()) {
                return before.get().epoch() == epoch;
            }
            if (!hosts.grow(node, 1, need, capacity)) {
                return false;
            }
            rows.put(key(server, node), new Allocation(server, node, epoch, need, Wish.RUNNING, 0, null));
            return true;
        }

        @Override
        public boolean resize(UUID server, String node, Need need, Need capacity) {
            Allocation before = find(server, node).orElse(null);
            if (before == null || !hosts.grow(node, 0, need.minus(before.need()), capacity)) {
                return false;
            }
            rows.put(
                    key(server, node),
                    new Allocation(
                            server, node, before.epoch(), need, before.wish(), before.wishGeneration(), before.seen()));
            return true;
        }

        @Override
        public Optional<Allocation> find(UUID server, String node) {
            return rows.find(key(server, node));
        }

        @Override
        public List<Allocation> of(UUID server) {
            return rows.all().stream()
                    .filter(allocation -> allocation.server().equals(server))
                    .toList();
        }

        @Override
        public boolean wish(UUID server, String node, long epoch, Wish wish, long generation) {
            Allocation before = find(server, node).orElse(null);
            if (before == null || before.epoch() != epoch || before.wishGeneration() > generation) {
                return false;
            }
            rows.put(
                    key(server, node),
                    new Allocation(server, node, epoch, before.need(), wish, generation, before.seen()));
            return true;
        }

        @Override
        public Optional<Allocation> see(UUID server, String node, long epoch, Sighting sighting) {
            return find(server, node)
                    .filter(before -> before.epoch() == epoch)
                    .filter(before -> before.seen() == null || before.seen().generation() <= sighting.generation())
                    .map(before -> {
                        Allocation after = new Allocation(
                                server, node, epoch, before.need(), before.wish(), before.wishGeneration(), sighting);
                        rows.put(key(server, node), after);
                        return after;
                    });
        }

        @Override
        public void release(UUID server, String node) {
            find(server, node).ifPresent(before -> {
                rows.remove(key(server, node));
                hosts.grow(node, -1, Need.NOTHING.minus(before.need()), Need.ENDLESS);
            });
        }
    }

    static final class SimActions implements InstanceActions {

        final SimDatabase.Table<String, InstanceAction> rows;

        SimActions(SimDatabase database) {
            rows = database.table("instance_action");
        }

        @Override
        public Page<InstanceAction> page(
                UUID server, int limit, String marker, Instant changesSince, Instant changesBefore) {
            throw new UnsupportedOperationException("nobody lists actions in a simulation");
        }

        @Override
        public Optional<InstanceAction> find(UUID server, String requestId) {
            return rows.find(server + requestId);
        }

        @Override
        public void begin(InstanceAction action) {
            rows.put(action.server() + action.requestId(), action);
        }

        @Override
        public void end(UUID server, String requestId, Instant now, String host, Fault fault) {
            find(server, requestId)
                    .filter(action -> action.finish() == null)
                    .ifPresent(action -> rows.put(
                            server + requestId,
                            new InstanceAction(
                                    server,
                                    requestId,
                                    action.action(),
                                    action.project(),
                                    action.user(),
                                    action.start(),
                                    now,
                                    now,
                                    fault == null ? null : "Error",
                                    action.events())));
        }
    }

    static final class SimSnapshots implements Snapshots {

        final SimDatabase.Table<UUID, Snapshot> rows;

        SimSnapshots(SimDatabase database) {
            rows = database.table("snapshot");
        }

        @Override
        public void begin(Snapshot snapshot) {
            if (!rows.has(snapshot.image())) {
                rows.put(snapshot.image(), snapshot);
            }
        }

        @Override
        public Optional<Snapshot> find(UUID image) {
            return rows.find(image);
        }

        @Override
        public boolean see(SnapshotSeen seen) {
            Snapshot before = rows.find(seen.image())
                    .filter(snapshot ->
                            snapshot.epoch() == seen.epoch() && snapshot.node().equals(seen.node()))
                    .orElse(null);
            if (before != null) {
                rows.put(
                        seen.image(),
                        new Snapshot(
                                before.image(),
                                before.server(),
                                before.node(),
                                before.epoch(),
                                seen.state(),
                                1,
                                1,
                                seen.failure(),
                                before.at()));
            }
            return before != null;
        }

        @Override
        public void end(UUID image) {
            rows.remove(image);
        }
    }
}
