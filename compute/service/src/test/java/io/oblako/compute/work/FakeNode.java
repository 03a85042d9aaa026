package io.oblako.compute.work;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.contracts.NodeReport.Heartbeat;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Publisher;
import io.oblako.testing.check.CloudState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node as compute sees it over Kafka: it follows its wishes at once and reports, unless told to misbehave. What real
 * nodes do is tested beside them; this one answers what compute does with their answers.
 */
public final class FakeNode implements AutoCloseable {

    private final String name;
    private final int ramMib;
    private final Publisher publisher;
    private final FactReader<NodeDesired> reader;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong sequence = new AtomicLong();
    private final String bootId = UUID.randomUUID().toString();
    private final Map<UUID, NodeDesired.Guest> guests = new ConcurrentHashMap<>();
    private final Map<String, NodeDesired> wishes = new ConcurrentHashMap<>();
    private volatile boolean deaf;
    private volatile Failure failure;
    private volatile NodeDesired.Lease lease;

    public FakeNode(KafkaSettings settings, String name, int ramMib) {
        this.name = name;
        this.ramMib = ramMib;
        this.publisher = new Publisher(settings);
        this.reader = FactReader.ofPartition(
                        settings, ComputeTopics.DESIRED, ComputeTopics.desiredPartition(name), this::wished)
                .start();
        timer.scheduleAtFixedRate(this::beat, 0, 300, TimeUnit.MILLISECONDS);
    }

    String name() {
        return name;
    }

    /** From now on every wish but ABSENT fails. */
    public void failing(String code, String message) {
        failure = new Failure(code, message, "detail for operators");
    }

    public void working() {
        failure = null;
    }

    /** From now on it does nothing it is told and says nothing but that it lives. */
    public void deaf(boolean value) {
        deaf = value;
        if (!value) {
            wishes.values().forEach(this::follow);
        }
    }

    NodeDesired.Lease lease() {
        return lease;
    }

    boolean has(UUID server) {
        return guests.containsKey(server);
    }

    public NodeDesired.Guest guest(UUID server) {
        return guests.get(server);
    }

    /** Wishes that were neither fulfilled and forgotten nor taken back. */
    Set<String> wishes() {
        return wishes.keySet();
    }

    private void beat() {
        publisher.send(
                ComputeTopics.REPORTS,
                name,
                new Heartbeat(
                        name,
                        bootId,
                        sequence.incrementAndGet(),
                        1,
                        8,
                        ramMib,
                        0,
                        100,
                        100,
                        "x86_64",
                        "simulated",
                        Set.of("COMPUTE_ACCEL_TCG"),
                        "QEMU",
                        7002022,
                        "127.0.0.1",
                        "http://127.0.0.1:1",
                        Map.of("arch", "x86_64"),
                        guests.size(),
                        0,
                        sequence.get(),
                        Instant.now()));
    }

    private void wished(Message<NodeDesired> message) {
        NodeDesired thing = message.payload();
        if (!message.key().startsWith(name + "/")) {
            return;
        }
        if (thing == null) {
            wishes.remove(message.key());
            return;
        }
        if (thing instanceof NodeDesired.Lease newer) {
            lease = newer;
            return;
        }
        wishes.put(message.key(), thing);
        follow(thing);
    }

    private void follow(NodeDesired thing) {
        if (deaf) {
            return;
        }
        switch (thing) {
            case NodeDesired.Guest guest -> follow(guest);
            case NodeDesired.Snapshot snapshot ->
                publisher.send(
                        ComputeTopics.REPORTS,
                        snapshot.server().toString(),
                        new SnapshotSeen(
                                name,
                                snapshot.server(),
                                snapshot.image(),
                                snapshot.epoch(),
                                failure == null ? SnapshotSeen.State.DONE : SnapshotSeen.State.FAILED,
                                1,
                                1,
                                failure,
                                snapshot.requestId(),
                                Instant.now()));
            case NodeDesired.Lease _ -> throw new IllegalStateException("taken before");
        }
    }

    private void follow(NodeDesired.Guest guest) {
        if (guest.wish() == Wish.ABSENT) {
            guests.remove(guest.server());
            report(guest, GuestState.GONE, null);
        } else if (failure != null) {
            report(guest, GuestState.FAILED, failure);
        } else {
            guests.put(guest.server(), guest);
            report(guest, Allocation.goal(guest.wish()), null);
        }
    }

    /** What a scan of this host would find. */
    List<CloudState.Guest> seen() {
        return guests.values().stream()
                .map(guest -> new CloudState.Guest(
                        name,
                        guest.server().toString(),
                        guest.epoch(),
                        guest.wish() == Wish.RUNNING || guest.wish() == Wish.PAUSED ? 1 : 0,
                        true))
                .toList();
    }

    /** What the guest did by itself. */
    void happens(UUID server, GuestState state, Failure why) {
        report(guests.get(server), state, why);
    }

    void report(NodeDesired.Guest guest, GuestState state, Failure why) {
        publisher.send(
                ComputeTopics.REPORTS,
                guest.server().toString(),
                new GuestSeen(
                        name,
                        guest.server(),
                        guest.epoch(),
                        guest.generation(),
                        state,
                        guest.diskGeneration(),
                        guest.softReboots(),
                        guest.hardReboots(),
                        why,
                        0,
                        Map.of(),
                        guest.requestId(),
                        Instant.now()));
    }

    /** The machine is gone, and its heartbeats with it. */
    void dies() {
        timer.shutdownNow();
        deaf = true;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        reader.close();
        publisher.close();
    }
}
