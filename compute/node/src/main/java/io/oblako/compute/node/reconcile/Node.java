package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.ActualGuest;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.HostFacts;
import io.oblako.compute.node.hypervisor.HostUsage;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.lease.LeaseKeeper;
import io.oblako.compute.node.reconcile.Reconciliation.Standing;
import io.oblako.compute.node.snapshot.SnapshotActor.Snapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One host's side of the cloud: takes in what it ought to run, keeps that over a restart, gives each guest to its actor,
 * looks for what nobody wishes for, and tells that it lives.
 */
public final class Node implements DesiredSource.Listener, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Node.class);

    private final NodeIdentity identity;
    private final Hypervisor hypervisor;
    private final DesiredStore store;
    private final ReportSink sink;
    private final NodeRuntime runtime;
    private final LeaseKeeper lease;
    private final Map<UUID, GuestActor> guests = new ConcurrentHashMap<>();
    private final NodeSnapshots snapshots;
    private final Context context = new Context();

    /** Keys kept on disk that Kafka has not repeated yet; null once it has said all. */
    private @Nullable Set<String> unconfirmed;

    /**
     * What Kafka has said so far of each key while it repeats its past. A wish of long ago may be followed by its end, so none
     * is acted on before all is read; those kept on disk are in force all the time.
     */
    private final Map<String, Said> unread = new HashMap<>();

    private boolean remembered;
    private boolean heldLease = true;
    private boolean leaseWatched;
    private volatile boolean caughtUp;
    private volatile boolean closed;

    public Node(
            NodeIdentity identity,
            Hypervisor hypervisor,
            DesiredStore store,
            ReportSink sink,
            Snapshots snapshotTools,
            NodeRuntime runtime) {
        this.identity = identity;
        this.hypervisor = hypervisor;
        this.store = store;
        this.sink = sink;
        this.runtime = runtime;
        this.snapshots = new NodeSnapshots(identity.name(), hypervisor, snapshotTools, runtime, sink);
        this.lease = new LeaseKeeper(identity.bootId(), store.epoch(), runtime::nanos, store::epoch);
    }

    /** Takes up what was kept on disk and what runs, and begins to tell. */
    public synchronized void start() {
        Map<String, NodeDesired> kept = store.load();
        unconfirmed = new HashSet<>(kept.keySet());
        hypervisor.onChange(server -> {
            GuestActor actor = guests.get(server);
            if (actor != null) {
                actor.poke();
            }
        });
        kept.values().forEach(desired -> take(desired, null));
        watchLease();
        runtime.every(identity.heartbeat(), this::heartbeat);
        runtime.every(identity.round(), this::tick);
        runtime.every(identity.repeat(), this::repeatReports);
        LOG.infof("Node %s starts with %d kept wishes", identity.name(), kept.size());
    }

    @Override
    public synchronized void onDesired(String key, @Nullable NodeDesired desired) {
        if (closed) {
            return;
        }
        if (unconfirmed != null) {
            unconfirmed.remove(key);
            remembered = true;
        }
        if (desired instanceof NodeDesired.Lease answer) {
            answered(answer);
            return;
        }
        if (!caughtUp) {
            unread.put(key, new Said(desired, runtime.trace()));
            return;
        }
        follow(key, new Said(desired, runtime.trace()));
    }

    private void follow(String key, Said said) {
        NodeDesired desired = said.desired();
        if (desired == null) {
            withdraw(key);
            store.remove(key);
            return;
        }
        if (!desired.node().equals(identity.name()) || !desired.key().equals(key)) {
            LOG.errorf("A wish under the key %s names %s: left out", key, desired.key());
            return;
        }
        take(desired, said.trace());
        store.put(key, desired);
    }

    /**
     * What is kept on disk but unknown to Kafka was withdrawn while we were away, provided that Kafka remembers this node
     * at all: a broker that lost its memory must not cost guests.
     */
    @Override
    public synchronized void onCaughtUp() {
        Set<String> unknown = unconfirmed == null ? Set.of() : unconfirmed;
        unconfirmed = null;
        if (!unknown.isEmpty() && !remembered) {
            LOG.errorf(
                    "Kafka knows nothing of node %s, which keeps %d wishes: going on with these",
                    identity.name(), unknown.size());
        } else {
            for (String key : unknown) {
                LOG.infof("The wish %s was withdrawn while this node was away", key);
                withdraw(key);
                store.remove(key);
            }
        }
        caughtUp = true;
        unread.forEach(this::follow);
        unread.clear();
        snapshots.removeForgotten();
        runtime.execute(this::tick);
    }

    private void take(NodeDesired desired, @Nullable String trace) {
        switch (desired) {
            case NodeDesired.Guest guest -> {
                GuestActor actor = actor(guest.server());
                actor.order(guest, trace);
                guests.putIfAbsent(guest.server(), actor);
            }
            case NodeDesired.Snapshot snapshot -> snapshots.take(snapshot, trace);
            case NodeDesired.Lease answer -> answered(answer);
        }
    }

    private void withdraw(String key) {
        String thing = key.substring(key.indexOf('/') + 1);
        if (thing.equals("lease")) {
            return;
        }
        if (thing.startsWith("snapshot-")) {
            uuid(thing.substring("snapshot-".length())).ifPresent(snapshots::withdraw);
            return;
        }
        uuid(thing).map(guests::get).ifPresent(GuestActor::withdraw);
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            LOG.warnf("Not a key of ours: %s", text);
            return Optional.empty();
        }
    }

    private GuestActor actor(UUID server) {
        return guests.computeIfAbsent(server, id -> new GuestActor(id, hypervisor, context));
    }

    private void answered(NodeDesired.Lease answer) {
        boolean changed = lease.answer(answer);
        watchLease();
        if (changed) {
            runtime.execute(this::tick);
        }
    }

    /**
     * Looks whether the lease is still held, now and at the moment at which it runs out unless it is renewed, so that guests
     * that are bound to it end in time and come back with the next answer.
     */
    private synchronized void watchLease() {
        boolean held = lease.held();
        if (held != heldLease) {
            heldLease = held;
            if (!held) {
                LOG.warnf("Node %s holds no lease any more: guests that are bound to it are stopped", identity.name());
            }
            runtime.execute(this::tick);
        }
        if (held && !leaseWatched) {
            leaseWatched = true;
            runtime.later(
                    () -> {
                        leaseWatched = false;
                        watchLease();
                    },
                    lease.heldUntilNanos());
        }
    }

    /** One look at everything: the periodic half of reconciling. */
    void tick() {
        if (closed) {
            return;
        }
        if (caughtUp) {
            for (UUID server : hypervisor.present()) {
                actor(server);
            }
        }
        guests.values().forEach(GuestActor::poke);
        snapshots.poke();
        if (lease.fenced() && hypervisor.present().stream().noneMatch(this::runs)) {
            lease.guestsStopped();
            guests.values().forEach(GuestActor::poke);
        }
    }

    private boolean runs(UUID server) {
        return hypervisor.observe(server).hasProcess();
    }

    private void repeatReports() {
        guests.values().forEach(GuestActor::tellAgain);
        snapshots.tellAgain();
    }

    private void heartbeat() {
        if (closed) {
            return;
        }
        HostFacts facts = hypervisor.facts();
        HostUsage usage = hypervisor.usage();
        var beat = new NodeReport.Heartbeat(
                identity.name(),
                identity.bootId(),
                lease.beat(),
                lease.epoch(),
                facts.vcpus(),
                facts.ramMib(),
                usage.usedRamMib(),
                facts.diskGib(),
                usage.freeDiskGib(),
                facts.architecture(),
                facts.accelerator(),
                facts.traits(),
                facts.hypervisorType(),
                facts.hypervisorVersion(),
                identity.hostIp(),
                identity.httpUrl(),
                facts.cpuInfo(),
                usage.guests(),
                usage.loadAverage(),
                usage.uptimeSeconds(),
                runtime.now());
        var _ = sink.send(identity.name(), beat);
    }

    public String name() {
        return identity.name();
    }

    public Hypervisor hypervisor() {
        return hypervisor;
    }

    /** What its guests ought to be, as it is known now. */
    public List<NodeDesired.Guest> orders() {
        return guests.values().stream()
                .flatMap(actor -> Stream.ofNullable(actor.order()))
                .toList();
    }

    /** Whether there is a wish about the guest, or something of it is left here. */
    public boolean knows(UUID server) {
        return guests.containsKey(server);
    }

    public boolean caughtUp() {
        return caughtUp;
    }

    public LeaseKeeper lease() {
        return lease;
    }

    /** What the node is doing now, for operators: the state of each guest as reported last. */
    public Map<UUID, String> overview() {
        Map<UUID, String> shown = new ConcurrentHashMap<>();
        guests.forEach((server, actor) -> shown.put(server, String.valueOf(actor.state())));
        return Map.copyOf(shown);
    }

    /** How the guest is now; for tests and operators. */
    public ActualGuest look(UUID server) {
        return hypervisor.observe(server);
    }

    /** Stops telling and acting. The guests run on. */
    @Override
    public synchronized void close() {
        closed = true;
        hypervisor.close();
    }

    private final class Context implements NodeContext {

        @Override
        public String name() {
            return identity.name();
        }

        @Override
        public Standing standing() {
            return new Standing(caughtUp, lease.fenced(), lease.held(), identity.resumesGuests());
        }

        @Override
        public long nanos() {
            return runtime.nanos();
        }

        @Override
        public Instant now() {
            return runtime.now();
        }

        @Override
        public void execute(Runnable task) {
            if (!closed) {
                runtime.execute(task);
            }
        }

        @Override
        public void later(Runnable task, long atNanos) {
            runtime.later(task, atNanos);
        }

        @Override
        public void traced(String name, @Nullable String trace, Runnable work) {
            runtime.traced(name, trace, work);
        }

        @Override
        public CompletableFuture<Void> report(String key, NodeReport report) {
            return sink.send(key, report);
        }

        @Override
        public void gone(UUID server) {
            GuestActor actor = guests.get(server);
            if (actor == null || actor.order() != null) {
                return;
            }
            guests.remove(server, actor);
            if (actor.order() != null) {
                // An order came in between: the actor is needed after all.
                guests.putIfAbsent(server, actor);
            }
        }

        @Override
        public void performed(Action action) {
            runtime.count("oblako_node_actions", "action", action.step());
        }

        @Override
        public void failed(GuestFailure failure) {
            runtime.count("oblako_node_failures", "code", failure.code());
        }
    }
}
