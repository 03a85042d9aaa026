package io.oblako.network.ovsdb;

import static io.oblako.network.ovsdb.Shop.fenced;
import static io.oblako.network.ovsdb.Shop.itemInto;
import static io.oblako.network.ovsdb.Shop.one;
import static io.oblako.network.ovsdb.Shop.shelfWithItem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.RequestTimedOutException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.replica.Delta;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.RowChange;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.wire.WireLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When servers die, answers are lost, others hold the lock, and listeners are slow. */
class OvsdbOutageIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ReplicaSpec SPEC = ReplicaSpec.builder()
            .tableByColumn("Item", "name", "name", "price", "stock", "sold", "tags")
            .tableByEntry("Shelf", "labels", "id", "name", "items", "best", "labels")
            .table("Root", "counter")
            .build();

    private final OvsdbServers servers = new OvsdbServers();
    private final OvsdbServers.Server server = servers.standalone("shop", OvsdbServers.shop());
    private final OvsdbClient client = servers.shopClient(server);

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void aServerThatIsKilledAndComesBackIsFoundAgainAndTheReplicaWithIt() throws InterruptedException {
        UUID shelf = UUID.randomUUID();
        client.transact(shelfWithItem(shelf, "apple"));
        Replica replica = client.replicate(SPEC);
        replica.awaitReady(SOON);
        var deltas = new LinkedBlockingQueue<Delta>();
        var subscription = replica.listen(deltas::add);
        next(deltas);

        server.kill();
        await().atMost(SOON).until(() -> !replica.synchronised());
        assertThat(replica.snapshot().rows()).isEqualTo(2);
        assertThatThrownBy(() -> client.transact(itemInto(shelf, "pear"), Duration.ofMillis(50)))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("No usable server of Shop");
        assertThat(client.transactAsync(itemInto(shelf, "pear"))).isCompletedExceptionally();
        server.start();
        client.transact(itemInto(shelf, "plum"));
        replica.await(state -> state.table("Item").size() == 2, SOON);
        // Nothing that stayed as it was is told again, although the server has sent everything anew.
        assertThat(next(deltas).of("Item").toList())
                .allSatisfy(change -> assertThat(change)
                        .isInstanceOfSatisfying(
                                RowChange.Inserted.class,
                                in -> assertThat(in.row().text("name")).isEqualTo("plum")));
        subscription.close();
    }

    @Test
    void whenTheAnswerIsLostTheRepetitionFindsThatItIsDone() {
        try (var relay = new Relay(server.socket())) {
            OvsdbClient far = servers.client(OvsdbSettings.of("Shop", List.of(relay.remote()), null)
                    .within(WireLimits.DEFAULT.withRequestTimeout(Duration.ofMillis(500))));
            far.awaitConnected(SOON);
            UUID shelf = UUID.randomUUID();
            Transaction transaction = shelfWithItem(shelf, "apple");
            relay.swallowAnswers(true);
            assertThatThrownBy(() -> far.transact(transaction))
                    .isInstanceOfSatisfying(
                            RequestTimedOutException.class,
                            e -> assertThat(e.outcomeUnknown()).isTrue());
            assertThat(count("Shelf")).as("it was done all the same").isEqualTo(1);

            // The server is killed with the answer under way, comes back, and remembers.
            var unanswered = far.transactAsync(shelfWithItem(UUID.randomUUID(), "pear"));
            await().atMost(SOON).until(() -> count("Shelf") == 2);
            server.kill();
            assertThat(unanswered)
                    .failsWithin(SOON)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOfAny(ConnectionLostException.class, RequestTimedOutException.class)
                    .satisfies(e ->
                            assertThat(((OvsdbException) e).outcomeUnknown()).isTrue());
            relay.swallowAnswers(false);
            server.start();
            assertThat(far.transactOnce(transaction, SOON)).isInstanceOf(Commit.DoneBefore.class);
            assertThat(far.transactOnce(shelfWithItem(UUID.randomUUID(), "plum"), SOON))
                    .isInstanceOf(Commit.Done.class);
            assertThat(count("Shelf")).isEqualTo(3);
            assertThatThrownBy(() -> far.transactOnce(one(builder -> builder.comment("x")), SOON))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ofTwoWhoWantALockOneWritesAndTheOtherIsRefused() throws Exception {
        OvsdbClient other = servers.shopClient(server);
        OvsdbLock ours = client.lock("writer");
        assertThat(ours.awaitHeld(SOON)).isTrue();
        OvsdbLock theirs = other.lock("writer");
        other.awaitConnected(SOON);
        var told = new LinkedBlockingQueue<Boolean>();
        theirs.listen(told::add);
        assertThat(theirs.awaitHeld(Duration.ofMillis(100))).isFalse();
        UUID shelf = UUID.randomUUID();
        client.transact(fenced(shelf, "apple"));
        assertThatThrownBy(() -> other.transact(fenced(UUID.randomUUID(), "pear")))
                .isInstanceOf(TransactionException.LockNotHeld.class);

        theirs.steal().get(10, TimeUnit.SECONDS);
        assertThat(ours.awaitLost(SOON)).isTrue();
        assertThat(told.poll(10, TimeUnit.SECONDS)).isTrue();
        other.transact(fenced(UUID.randomUUID(), "pear"));
        assertThatThrownBy(() -> client.transact(fenced(UUID.randomUUID(), "plum")))
                .isInstanceOf(TransactionException.LockNotHeld.class);

        // Who was robbed is next; and a client that goes gives back what it holds.
        theirs.close();
        assertThat(ours.awaitHeld(SOON)).isTrue();
        assertThatThrownBy(() -> client.lock("writer")).isInstanceOf(IllegalStateException.class);
        OvsdbLock again = other.lock("writer");
        client.close();
        assertThat(again.awaitHeld(SOON)).isTrue();
        assertThat(ours.held()).isFalse();
    }

    @Test
    void aSlowListenerHoldsNobodyUpAndGetsMergedChanges() {
        UUID shelf = UUID.randomUUID();
        client.transact(shelfWithItem(shelf, "apple"));
        Replica replica = client.replicate(SPEC);
        replica.awaitReady(SOON);
        var deltas = new CopyOnWriteArrayList<Delta>();
        var subscription = replica.listen(delta -> {
            try {
                Thread.sleep(150);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            deltas.add(delta);
        });
        for (int i = 1; i <= 300; i++) {
            int stock = i;
            client.transact(one(builder -> builder.update(
                    "Item", Condition.equal("name", Value.text("apple")), Map.of("stock", Value.whole(stock)))));
        }
        assertThat(replica.snapshot().table("Item").byKey("apple").getFirst().whole("stock"))
                .isEqualTo(300);
        await().atMost(SOON)
                .until(() -> !deltas.isEmpty()
                        && deltas.getLast()
                                        .to()
                                        .table("Item")
                                        .byKey("apple")
                                        .getFirst()
                                        .optionalWhole("stock")
                                        .orElse(0)
                                == 300);
        assertThat(deltas.size()).isLessThan(150);
        long known = 0;
        for (Delta delta : deltas) {
            for (RowChange change : delta.of("Item").toList()) {
                if (change instanceof RowChange.Inserted inserted) {
                    // The first changes may be merged into the row's insertion.
                    known = inserted.row().optionalWhole("stock").orElse(0);
                } else if (change instanceof RowChange.Modified modified) {
                    assertThat(modified.before().optionalWhole("stock").orElse(0))
                            .isEqualTo(known);
                    known = modified.after().whole("stock");
                }
            }
        }
        assertThat(known).isEqualTo(300);
        assertThat(client.connection().connects()).isEqualTo(1);
        subscription.close();
    }

    private long count(String table) {
        var builder = Transaction.builder();
        int place = builder.select(table, Condition.everyRow(), "name");
        return client.transact(builder.build()).rows(place).size();
    }

    private static Delta next(LinkedBlockingQueue<Delta> deltas) throws InterruptedException {
        Delta delta = deltas.poll(10, TimeUnit.SECONDS);
        assertThat(delta).isNotNull();
        return delta;
    }
}
