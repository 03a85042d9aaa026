package io.oblako.compute.node.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.contracts.NodeReport.GuestSeen;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.contracts.NodeReport.Heartbeat;
import io.oblako.compute.node.Orders;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.ImageService;
import io.oblako.compute.node.simulated.SimulatedHypervisor;
import io.oblako.compute.node.snapshot.SnapshotActor.Snapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One node, one thread, no sleeping: orders, faults and the moments of both follow from the seed. */
class NodeSimulationTest {

    /** The daemon was killed at this line. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class World {
        private final Random random;
        private final ManualRuntime runtime;
        private final SimulatedHypervisor machine = new SimulatedHypervisor(8, 8192, 100);
        private final DesiredStore store = DesiredStore.inMemory();
        private final Map<String, NodeDesired> kafka = new LinkedHashMap<>();
        private final Map<UUID, GuestSeen> last = new HashMap<>();
        private final List<Heartbeat> heartbeats = new ArrayList<>();
        private Node node;
        private int runs;
        private boolean faults = true;

        World(long seed) {
            this.random = new Random(seed);
            this.runtime = new ManualRuntime(seed * 31 + 7);
            machine.gate((_, _, _) -> {
                if (faults && random.nextInt(12) == 0) {
                    throw new Killed();
                }
            });
            startDaemon();
        }

        void startDaemon() {
            runtime.forget();
            node = node(store);
            guarded(() -> {
                node.start();
                kafka.forEach(node::onDesired);
                node.onCaughtUp();
            });
        }

        Node node(DesiredStore kept) {
            var images = new ImageService() {
                @Override
                public void download(UUID image, Path target, long sizeBytes, Progress progress) {
                    throw new AssertionError("the simulated driver needs no bytes");
                }

                @Override
                public void upload(UUID image, Path file, Progress progress) {
                    throw new AssertionError("no snapshots here");
                }
            };
            return new Node(
                    new NodeIdentity(
                            "n1",
                            "boot-" + ++runs,
                            "127.0.0.1",
                            "http://127.0.0.1:1",
                            true,
                            NodeIdentity.HEARTBEAT,
                            NodeIdentity.ROUND,
                            NodeIdentity.REPEAT),
                    machine,
                    kept,
                    this::take,
                    new Snapshots(Path.of("/nonexistent"), images),
                    runtime);
        }

        private CompletableFuture<Void> take(String key, NodeReport report) {
            if (faults && random.nextInt(5) == 0) {
                return CompletableFuture.failedFuture(new IllegalStateException("lost"));
            }
            switch (report) {
                case GuestSeen seen -> last.put(seen.server(), seen);
                case Heartbeat beat -> heartbeats.add(beat);
                case NodeReport.SnapshotSeen _ -> throw new AssertionError("no snapshots here");
            }
            return CompletableFuture.completedFuture(null);
        }

        void order(NodeDesired desired) {
            kafka.remove(desired.key());
            kafka.put(desired.key(), desired);
            guarded(() -> node.onDesired(desired.key(), desired));
        }

        void pass(Duration time) {
            guarded(() -> runtime.pass(time));
        }

        /** A kill ends all that the daemon does; a new one starts. */
        private void guarded(Runnable work) {
            try {
                work.run();
            } catch (Killed killed) {
                startDaemon();
            }
        }

        void answerHeartbeats(long epoch, boolean fenced) {
            Heartbeat newest = heartbeats.getLast();
            order(new NodeDesired.Lease("n1", epoch, newest.sequence(), newest.bootId(), 8_000, fenced, null));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyGuestEndsWhereItsOwnerWishes(long seed) {
        World world = new World(seed);
        List<UUID> servers = List.of(new UUID(seed, 1), new UUID(seed, 2), new UUID(seed, 3));
        Map<UUID, Orders> orders = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            UUID server = servers.get(world.random.nextInt(servers.size()));
            Orders now = next(world, orders.get(server), server);
            orders.put(server, now);
            world.order(now.guest());
            if (world.random.nextInt(3) == 0) {
                misfortune(world, server);
            }
            world.pass(Duration.ofMillis(world.random.nextInt(8_000)));
        }
        world.faults = false;
        orders.replaceAll((_, order) -> order.wish(order.guest().wish()));
        orders.values().forEach(order -> world.order(order.guest()));
        world.pass(Duration.ofMinutes(5));
        orders.forEach((server, order) -> {
            GuestSeen seen = world.last.get(server);
            assertThat(seen).as("report of %s", order.guest()).isNotNull();
            assertThat(seen.generation()).isEqualTo(order.guest().generation());
            Machine machine = world.machine.observe(server).machine();
            switch (order.guest().wish()) {
                case RUNNING -> {
                    assertThat(seen.state()).isEqualTo(GuestState.RUNNING);
                    assertThat(machine).isEqualTo(Machine.RUNNING);
                    assertThat(seen.softReboots()).isEqualTo(order.guest().softReboots());
                    assertThat(seen.hardReboots()).isEqualTo(order.guest().hardReboots());
                }
                case STOPPED -> {
                    assertThat(seen.state()).isEqualTo(GuestState.STOPPED);
                    assertThat(machine).isEqualTo(Machine.NONE);
                }
                case PAUSED -> {
                    assertThat(seen.state()).isEqualTo(GuestState.PAUSED);
                    assertThat(machine).isIn(Machine.PAUSED, Machine.READY);
                }
                case SUSPENDED -> {
                    assertThat(seen.state()).isIn(GuestState.SUSPENDED, GuestState.STOPPED, GuestState.CRASHED);
                    assertThat(machine).isEqualTo(Machine.NONE);
                }
                case ABSENT -> {
                    assertThat(seen.state()).isEqualTo(GuestState.GONE);
                    assertThat(world.machine.present()).doesNotContain(server);
                }
            }
            if (order.guest().wish() != Wish.ABSENT) {
                assertThat(seen.diskGeneration()).isEqualTo(order.guest().diskGeneration());
            }
        });
    }

    private static Orders next(World world, Orders known, UUID server) {
        Orders order = known == null ? Orders.anOrder().server(server) : known;
        return switch (world.random.nextInt(10)) {
            case 0, 1 -> order.running();
            case 2, 3 -> order.stopped();
            case 4 -> order.wish(Wish.PAUSED);
            case 5 -> order.wish(Wish.SUSPENDED);
            case 6 -> order.counting(1, 0, 0);
            case 7 -> order.counting(0, 1, 0);
            case 8 -> order.counting(0, 0, 1);
            default -> order.absent();
        };
    }

    private static void misfortune(World world, UUID server) {
        if (!world.machine.present().contains(server)) {
            return;
        }
        switch (world.random.nextInt(5)) {
            case 0 -> world.guarded(() -> world.machine.powersItselfOff(server));
            case 1 -> world.guarded(() -> world.machine.panics(server));
            case 2 -> world.guarded(() -> world.machine.dies(server));
            case 3 -> world.machine.goesDeaf(server);
            default -> world.machine.losesPower();
        }
    }

    private static World calm() {
        World world = new World(1);
        world.faults = false;
        return world;
    }

    @Test
    void aGuestThatDiesIsReportedAndStaysDownUntilANewOrder() {
        World world = calm();
        Orders order = Orders.anOrder();
        world.order(order.guest());
        world.pass(Duration.ofSeconds(1));
        assertThat(world.last.get(Orders.SERVER).state()).isEqualTo(GuestState.RUNNING);
        world.machine.dies(Orders.SERVER);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.last.get(Orders.SERVER).state()).isEqualTo(GuestState.CRASHED);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.machine.starts(Orders.SERVER)).isEqualTo(1);
        world.order(order.running().guest());
        world.pass(Duration.ofSeconds(1));
        assertThat(world.last.get(Orders.SERVER).state()).isEqualTo(GuestState.RUNNING);
    }

    @Test
    void withoutTheControlPlaneGuestsRunOn() {
        World world = calm();
        world.order(Orders.anOrder().guest());
        world.pass(Duration.ofSeconds(1));
        world.answerHeartbeats(1, false);
        world.pass(Duration.ofHours(1));
        assertThat(world.node.lease().valid()).isFalse();
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.RUNNING);
        assertThat(world.machine.starts(Orders.SERVER)).isEqualTo(1);
    }

    @Test
    void aGuestThatIsBoundToTheLeaseEndsWhenItRunsOutAndComesBackWithTheNextAnswer() {
        World world = calm();
        UUID free = new UUID(5, 5);
        world.order(Orders.anOrder().leased().guest());
        world.order(Orders.anOrder().server(free).guest());
        world.pass(Duration.ofSeconds(1));
        world.answerHeartbeats(1, false);
        Duration lease = Duration.ofNanos(world.node.lease().heldUntilNanos() - world.runtime.nanos());
        world.pass(lease.minusMillis(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.RUNNING);
        world.pass(Duration.ofMillis(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.NONE);
        assertThat(world.machine.observe(free).machine()).isEqualTo(Machine.RUNNING);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.NONE);
        world.answerHeartbeats(1, false);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.RUNNING);
        assertThat(world.machine.starts(free)).isEqualTo(1);
    }

    /** However answers are lost and late: no guest runs 8 s after the last beat that was answered, as long as the lease says. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void I2_noGuestThatIsBoundToTheLeaseOutlivesIt(long seed) {
        World world = new World(seed);
        world.faults = false;
        world.order(Orders.anOrder().leased().guest());
        world.pass(Duration.ofSeconds(1));
        Duration held = Duration.ofSeconds(8);
        for (int i = 0; i < 60; i++) {
            if (world.random.nextInt(6) == 0) {
                world.answerHeartbeats(1, world.random.nextInt(20) == 0);
            }
            if (world.random.nextInt(15) == 0) {
                world.startDaemon();
            }
            world.pass(Duration.ofMillis(1 + world.random.nextInt(4_000)));
            if (!world.node.lease().held()) {
                assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.NONE);
            }
            assertThat(Duration.ofNanos(world.node.lease().heldUntilNanos() - world.runtime.nanos()))
                    .isLessThanOrEqualTo(held);
        }
        world.pass(Duration.ofSeconds(1));
        world.answerHeartbeats(world.node.lease().epoch(), false);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.RUNNING);
    }

    @Test
    void aNodeThatWasGivenUpStopsItsGuestsAndStartsThemAgainUnderTheNewEpoch() {
        World world = calm();
        world.order(Orders.anOrder().guest());
        world.pass(Duration.ofSeconds(1));
        world.answerHeartbeats(1, false);
        world.pass(Duration.ofSeconds(1));
        world.answerHeartbeats(2, true);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.NONE);
        world.pass(Duration.ofSeconds(10));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.NONE);
        assertThat(world.heartbeats.getLast().epoch()).isEqualTo(2);
        world.answerHeartbeats(2, false);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.RUNNING);
    }

    @Test
    void aBrokerThatForgotEverythingCostsNoGuest() {
        World world = calm();
        world.order(Orders.anOrder().guest());
        world.pass(Duration.ofSeconds(1));
        world.kafka.clear();
        world.startDaemon();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.machine.observe(Orders.SERVER).machine()).isEqualTo(Machine.RUNNING);
    }

    @Test
    void whatWasWithdrawnWhileTheNodeWasAwayIsRemoved() {
        World world = calm();
        UUID other = new UUID(5, 5);
        world.order(Orders.anOrder().guest());
        world.order(Orders.anOrder().server(other).guest());
        world.pass(Duration.ofSeconds(1));
        world.kafka.remove("n1/" + Orders.SERVER);
        world.startDaemon();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.machine.present()).containsExactly(other);
    }

    @Test
    void I14_aGuestOfThePastIsNotMadeAgainWhileKafkaRepeatsIt() {
        World world = calm();
        world.runtime.forget();
        world.node = world.node(world.store);
        world.node.start();
        world.node.onDesired("n1/" + Orders.SERVER, Orders.anOrder().guest());
        world.pass(Duration.ofMinutes(1));
        assertThat(world.machine.present()).isEmpty();
        world.node.onDesired("n1/" + Orders.SERVER, null);
        world.node.onCaughtUp();
        world.pass(Duration.ofMinutes(1));
        assertThat(world.machine.present()).isEmpty();
        assertThat(world.last).isEmpty();
    }

    @Test
    void aWithdrawnWishEndsTheGuest() {
        World world = calm();
        world.order(Orders.anOrder().guest());
        world.pass(Duration.ofSeconds(1));
        world.node.onDesired("n1/" + Orders.SERVER, null);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.machine.present()).isEmpty();
    }
}
