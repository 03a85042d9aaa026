package io.oblako.compute.sim;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.contracts.NodeReport.Heartbeat;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.domain.node.Allocation;
import io.oblako.testing.check.CloudState;
import io.oblako.testing.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * A node reduced to what compute sees of one: it keeps its wishes and its guests whatever dies, follows the newest wish
 * sooner or later, refuses some for good, is away at times, removes what nobody wishes for, and its guests do as they
 * please.
 */
final class SimNode {

    private static final Duration WORK = Duration.ofMillis(80);

    /** @param halted generation of the wish after which it ended by itself; -1 while it did not */
    private record Guest(
            UUID server,
            GuestState state,
            long epoch,
            long generation,
            long disk,
            long soft,
            long hard,
            long halted,
            int nics) {}

    private final Simulation simulation;
    private final BiConsumer<String, NodeReport> reports;
    private final String name;
    private final int ramMib;
    private final Map<String, NodeDesired> wishes = new TreeMap<>();
    private final Map<UUID, Guest> guests = new TreeMap<>();
    private final Map<UUID, GuestSeen> told = new TreeMap<>();
    private final Map<String, Boolean> refused = new TreeMap<>();
    private final Set<UUID> copied = new TreeSet<>();
    private boolean away;
    private long beats;

    SimNode(Simulation simulation, String name, int ramMib, BiConsumer<String, NodeReport> reports) {
        this.simulation = simulation;
        this.name = name;
        this.ramMib = ramMib;
        this.reports = reports;
    }

    void live() {
        beat();
    }

    private void beat() {
        if (!away) {
            reports.accept(
                    name,
                    new Heartbeat(
                            name,
                            "boot",
                            ++beats,
                            1,
                            8,
                            ramMib,
                            0,
                            100,
                            100,
                            "x86_64",
                            "simulated",
                            Set.of(),
                            "QEMU",
                            1,
                            "",
                            "",
                            Map.of(),
                            guests.size(),
                            0,
                            beats,
                            simulation.clock().instant()));
            followAll();
        }
        simulation.in(Duration.ofSeconds(1), this::beat);
    }

    /** Stands still: no heartbeats, no work. Its guests run on. */
    void goAway(Duration time) {
        away = true;
        simulation.in(time, () -> {
            away = false;
            told.clear();
        });
    }

    void comeBack() {
        away = false;
        told.clear();
    }

    void wished(String key, NodeDesired thing) {
        if (thing == null) {
            wishes.remove(key);
        } else {
            wishes.put(key, thing);
        }
        simulation.soon(WORK, this::followAll);
    }

    private void followAll() {
        if (away) {
            return;
        }
        for (NodeDesired wish : List.copyOf(wishes.values())) {
            switch (wish) {
                case NodeDesired.Guest guest -> follow(guest);
                case NodeDesired.Snapshot snapshot -> copy(snapshot);
                case NodeDesired.Lease _ -> throw new IllegalStateException("leases are not kept");
            }
        }
        for (UUID server : List.copyOf(guests.keySet())) {
            if (!wishes.containsKey(name + '/' + server)) {
                guests.remove(server);
                told.remove(server);
            }
        }
    }

    private void follow(NodeDesired.Guest wish) {
        Guest before = guests.get(wish.server());
        if (wish.wish() == Wish.ABSENT) {
            guests.remove(wish.server());
            tell(wish, GuestState.GONE, null, wish.diskGeneration(), wish.softReboots(), wish.hardReboots());
            return;
        }
        if (refuses(wish)) {
            tell(
                    wish,
                    GuestState.FAILED,
                    new Failure("REFUSED", "The host refused.", null),
                    before == null ? 0 : before.disk(),
                    before == null ? 0 : before.soft(),
                    before == null ? 0 : before.hard());
            return;
        }
        boolean haltedSince = before != null && before.halted() >= wish.generation();
        GuestState state = haltedSince && wish.wish() == Wish.RUNNING ? before.state() : Allocation.goal(wish.wish());
        guests.put(
                wish.server(),
                new Guest(
                        wish.server(),
                        state,
                        wish.epoch(),
                        wish.generation(),
                        wish.diskGeneration(),
                        wish.softReboots(),
                        wish.hardReboots(),
                        haltedSince ? before.halted() : -1,
                        wish.spec().nics().size()));
        tell(wish, state, null, wish.diskGeneration(), wish.softReboots(), wish.hardReboots());
    }

    /** Decided once per wish. What is to stop or to go is never refused. */
    private boolean refuses(NodeDesired.Guest wish) {
        return wish.wish() != Wish.STOPPED
                && refused.computeIfAbsent(
                        wish.server() + "/" + wish.epoch() + "/" + wish.generation(),
                        _ -> simulation.chance(simulation.faults().refuse() / 3));
    }

    private void copy(NodeDesired.Snapshot wish) {
        if (!copied.add(wish.image())) {
            return;
        }
        boolean fails = simulation.refuses();
        reports.accept(
                wish.server() + "/snapshot",
                new SnapshotSeen(
                        name,
                        wish.server(),
                        wish.image(),
                        wish.epoch(),
                        fails ? SnapshotSeen.State.FAILED : SnapshotSeen.State.DONE,
                        1,
                        1,
                        fails ? new Failure("REFUSED", "The host refused.", null) : null,
                        wish.requestId(),
                        simulation.clock().instant()));
    }

    /** A guest shuts itself off or dies. */
    void somethingHappens() {
        List<Guest> running = guests.values().stream()
                .filter(guest -> guest.state() == GuestState.RUNNING)
                .toList();
        if (away || running.isEmpty()) {
            return;
        }
        Guest guest = running.get(simulation.random().nextInt(running.size()));
        NodeDesired wish = wishes.get(name + '/' + guest.server());
        if (!(wish instanceof NodeDesired.Guest order) || order.generation() != guest.generation()) {
            return;
        }
        GuestState state = simulation.random().nextBoolean() ? GuestState.STOPPED : GuestState.CRASHED;
        guests.put(
                guest.server(),
                new Guest(
                        guest.server(),
                        state,
                        guest.epoch(),
                        guest.generation(),
                        guest.disk(),
                        guest.soft(),
                        guest.hard(),
                        guest.generation(),
                        guest.nics()));
        tell(order, state, null, guest.disk(), guest.soft(), guest.hard());
    }

    private void tell(NodeDesired.Guest wish, GuestState state, Failure failure, long disk, long soft, long hard) {
        GuestSeen last = told.get(wish.server());
        boolean news = last == null
                || last.epoch() != wish.epoch()
                || last.generation() != wish.generation()
                || last.state() != state
                || last.diskGeneration() != disk;
        if (!news) {
            return;
        }
        GuestSeen seen = new GuestSeen(
                name,
                wish.server(),
                wish.epoch(),
                wish.generation(),
                state,
                disk,
                soft,
                hard,
                failure,
                0,
                Map.of(),
                wish.requestId(),
                simulation.clock().instant());
        told.put(wish.server(), seen);
        reports.accept(wish.server().toString(), seen);
    }

    List<CloudState.Guest> guests() {
        List<CloudState.Guest> seen = new ArrayList<>();
        for (Guest guest : guests.values()) {
            boolean runs = guest.state() == GuestState.RUNNING || guest.state() == GuestState.PAUSED;
            seen.add(new CloudState.Guest(name, guest.server().toString(), guest.epoch(), runs ? 1 : 0, true));
        }
        return seen;
    }

    boolean runs(UUID server) {
        return guests.containsKey(server) && guests.get(server).state() == GuestState.RUNNING;
    }

    /** How many interfaces the guest has. */
    int nics(UUID server) {
        return guests.get(server).nics();
    }

    Set<String> wishes() {
        return Set.copyOf(wishes.keySet());
    }
}
