package io.oblako.network.ovsdb;

import static io.oblako.network.ovsdb.Shop.itemInto;
import static io.oblako.network.ovsdb.Shop.one;
import static io.oblako.network.ovsdb.Shop.shelfWithItem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.network.ovsdb.error.NotConnectedException;
import io.oblako.network.ovsdb.error.SchemaMismatchException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.replica.Delta;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.RowChange;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Mutation;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.wire.Remote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against one real server on a unix socket. */
class OvsdbClientIT {

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
    void aTransactionIsSeenInTheReplicaAsSoonAsItIsAnswered() {
        Replica replica = client.replicate(SPEC);
        replica.awaitReady(SOON);
        UUID shelf = UUID.randomUUID();
        for (int i = 0; i < 50; i++) {
            client.transact(i == 0 ? shelfWithItem(shelf, "item0") : itemInto(shelf, "item" + i));
            assertThat(replica.snapshot().table("Item").byKey("item" + i)).hasSize(1);
        }
        Row onShelf = replica.snapshot().table("Shelf").row(shelf).orElseThrow();
        assertThat(onShelf.references("items")).hasSize(50);
        assertThat(onShelf.map("labels")).containsEntry("id", "s-" + shelf);
        assertThat(replica.snapshot().table("Shelf").byKey("s-" + shelf)).containsExactly(onShelf);
        assertThat(replica.synchronised()).isTrue();
        assertThat(replica.age().orElseThrow()).isLessThan(Duration.ofSeconds(5));

        // What nothing refers to is collected by the server, and goes from the replica.
        var builder = Transaction.builder();
        builder.update("Shelf", Condition.row(shelf), Map.of("items", Value.none()));
        client.transact(builder.build());
        assertThat(replica.snapshot().table("Item").size()).isZero();
    }

    @Test
    void everyOperationDoesWhatItSays() {
        UUID shelf = UUID.randomUUID();
        client.transact(shelfWithItem(shelf, "apple"));
        var builder = Transaction.builder();
        builder.waitUntil(
                "Shelf",
                Condition.row(shelf),
                List.of("name"),
                Duration.ZERO,
                List.of(Map.of("name", Value.text("shelf-" + shelf))));
        int fresh = builder.insertNamed("Item", "pear", Map.of("name", Value.text("pear"), "price", Value.real(2)));
        int changed = builder.mutate(
                "Shelf",
                Condition.row(shelf),
                Mutation.insert("items", Value.named("pear")),
                Mutation.insert("labels", Value.map(Map.of("colour", "blue"))));
        int updated =
                builder.update("Item", Condition.equal("name", Value.text("apple")), Map.of("stock", Value.whole(7)));
        int selected = builder.select("Item", Condition.everyRow(), "name", "stock", "price");
        builder.comment("of the test");
        var result = client.transact(builder.build());
        assertThat(result.count(changed)).isEqualTo(1);
        assertThat(result.count(updated)).isEqualTo(1);
        assertThat(result.rows(selected))
                .extracting(row -> row.text("name"))
                .containsExactlyInAnyOrder("apple", "pear");
        assertThat(result.rows(selected)).extracting(Row::uuid).contains(result.inserted(fresh));

        var removing = Transaction.builder();
        removing.mutate("Shelf", Condition.row(shelf), Mutation.delete("items", Value.id(result.inserted(fresh))));
        int left = removing.select("Item", Condition.everyRow(), "name");
        client.transact(removing.build());
        // The row goes at the commit, after the select has looked.
        assertThat(count("Item")).isEqualTo(1);
        assertThat(left).isEqualTo(1);
    }

    @Test
    void refusalsAreTyped() {
        client.transact(shelfWithItem(UUID.randomUUID(), "apple"));
        UUID twice = UUID.randomUUID();
        client.transact(shelfWithItem(twice, "pear"));

        assertThatThrownBy(() -> client.transact(shelfWithItem(UUID.randomUUID(), "apple")))
                .isInstanceOfSatisfying(
                        TransactionException.ConstraintViolated.class,
                        e -> assertThat(e.operation()).isEqualTo(TransactionException.AT_COMMIT));
        assertThatThrownBy(() -> client.transact(shelfWithItem(twice, "plum")))
                .isInstanceOf(TransactionException.DuplicateUuid.class);
        assertThatThrownBy(() -> client.transact(one(builder -> builder.waitUntil(
                        "Shelf",
                        Condition.row(twice),
                        List.of("name"),
                        Duration.ZERO,
                        List.of(Map.of("name", Value.text("no")))))))
                .isInstanceOf(TransactionException.WaitTimedOut.class);
        assertThatThrownBy(() -> client.transact(one(builder -> builder.assertLock("nobody_has_it"))))
                .isInstanceOf(TransactionException.LockNotHeld.class);
        assertThatThrownBy(() -> client.transact(one(builder -> builder.abort())))
                .isInstanceOf(TransactionException.Aborted.class);
        assertThatThrownBy(() -> client.transact(one(builder -> builder.delete("Nothing", Condition.everyRow()))))
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        e -> assertThat(e.operation()).isZero());
        assertThatThrownBy(() -> client.transact(one(builder ->
                        builder.update("Shelf", Condition.row(twice), Map.of("items", Value.id(UUID.randomUUID()))))))
                .isInstanceOf(TransactionException.ConstraintViolated.class);
        assertThat(count("Item")).isEqualTo(2);
    }

    @Test
    void listenersGetEachChangeOldAndNew() throws InterruptedException {
        UUID shelf = UUID.randomUUID();
        client.transact(shelfWithItem(shelf, "apple"));
        Replica replica = client.replicate(SPEC);
        replica.awaitReady(SOON);
        var deltas = new LinkedBlockingQueue<Delta>();
        try (var _ = replica.listen(deltas::add)) {
            assertThat(next(deltas).changes()).hasSize(2).allMatch(RowChange.Inserted.class::isInstance);
            client.transact(one(builder -> builder.update(
                    "Item",
                    Condition.equal("name", Value.text("apple")),
                    Map.of("tags", Value.texts(Set.of("red", "round"))))));
            assertThat(next(deltas).of("Item"))
                    .singleElement()
                    .isInstanceOfSatisfying(RowChange.Modified.class, change -> {
                        assertThat(change.before().texts("tags")).isEmpty();
                        assertThat(change.after().texts("tags")).containsExactly("red", "round");
                    });
            client.transact(one(builder -> builder.delete("Shelf", Condition.row(shelf))));
            Delta gone = next(deltas);
            assertThat(gone.changes()).hasSize(2).allMatch(RowChange.Deleted.class::isInstance);
            assertThat(gone.to().rows()).isZero();
        }
    }

    @Test
    void aSchemaThatLacksSomethingIsRefusedWithItsName() {
        client.awaitConnected(SOON);
        assertThatThrownBy(() -> client.replicate(
                        ReplicaSpec.builder().table("Item", "name", "weight").build()))
                .isInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("column Item.weight");
        assertThat(client.schema().orElseThrow().version()).isEqualTo("1.2.0");

        OvsdbClient needy = servers.client(OvsdbServers.settings(server).needing(Map.of("Till", Set.of("cash"))));
        assertThatThrownBy(() -> needy.awaitConnected(Duration.ofMillis(500)))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("lacks table Till");
        OvsdbClient lost = servers.client(OvsdbSettings.of("Bakery", List.of(server.remote()), null));
        assertThatThrownBy(() -> lost.awaitConnected(Duration.ofMillis(500)))
                .hasMessageContaining("no database Bakery");
        OvsdbClient nowhere = servers.client(OvsdbSettings.of("Shop", List.of(Remote.of("unix:/nowhere")), null));
        assertThatThrownBy(() -> nowhere.awaitConnected(Duration.ofMillis(500))).hasMessageContaining("unix:/nowhere");
    }

    @Test
    void manyWritersAtOnceAllGetTheirOwnAnswers() throws Exception {
        UUID shelf = UUID.randomUUID();
        client.transact(shelfWithItem(shelf, "first"));
        client.transact(one(builder -> builder.insertNamed("Root", "r", Map.of())));
        var threads = new ArrayList<Thread>();
        var failures = new CopyOnWriteArrayList<Throwable>();
        for (int i = 0; i < 40; i++) {
            int number = i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int j = 0; j < 10; j++) {
                        var builder = Transaction.builder();
                        UUID item = UUID.randomUUID();
                        builder.insert("Item", item, Map.of("name", Value.text("w%d-%d".formatted(number, j))));
                        builder.mutate("Shelf", Condition.row(shelf), Mutation.insert("items", Value.id(item)));
                        builder.mutate("Root", Condition.everyRow(), Mutation.add("counter", 1));
                        int mine = builder.select("Item", Condition.row(item), "name");
                        assertThat(client.transact(builder.build())
                                        .rows(mine)
                                        .getFirst()
                                        .text("name"))
                                .isEqualTo("w%d-%d".formatted(number, j));
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        Replica replica = client.replicate(SPEC);
        assertThat(replica.awaitReady(SOON).table("Root").rows().getFirst().whole("counter"))
                .isEqualTo(400);
        assertThat(replica.snapshot().table("Item").size()).isEqualTo(401);
        replica.close();
        assertThatThrownBy(() -> replica.await(_ -> false, SOON)).isInstanceOf(NotConnectedException.class);
    }

    @Test
    void metersCountWhatIsDoneAndGoWithTheClient() {
        var registry = new SimpleMeterRegistry();
        var counted = OvsdbClient.open(OvsdbServers.settings(server), servers.vertx(), registry);
        Replica replica = counted.replicate(SPEC);
        replica.awaitReady(SOON);
        counted.transact(shelfWithItem(UUID.randomUUID(), "apple"));
        assertThatThrownBy(() -> counted.transact(one(builder -> builder.abort())))
                .isInstanceOf(TransactionException.Aborted.class);
        assertThat(registry.get("oblako.ovsdb.transaction")
                        .tag("outcome", "committed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("oblako.ovsdb.transaction")
                        .tag("outcome", "refused")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("oblako.ovsdb.connects")
                        .tag("database", "Shop")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("oblako.ovsdb.whole.loads").counter().count()).isEqualTo(1);
        assertThat(registry.get("oblako.ovsdb.written").counter().count()).isEqualTo(2);
        assertThat(registry.get("oblako.ovsdb.rows").gauge().value()).isEqualTo(2);
        assertThat(registry.get("oblako.ovsdb.connected").gauge().value()).isEqualTo(1);
        assertThat(registry.get("oblako.ovsdb.received").counter().count()).isGreaterThan(1000);
        assertThat(registry.get("oblako.ovsdb.sent").counter().count()).isGreaterThan(500);
        counted.close();
        counted.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(replica.snapshot().rows()).isEqualTo(2);
        assertThatThrownBy(() -> counted.transact(one(builder -> builder.comment("late"))))
                .isInstanceOf(NotConnectedException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aRealSchemaIsReadWholeAndFollowed() {
        Path schema = Path.of("/usr/share/ovn/ovn-nb.ovsschema");
        var north = servers.standalone("north", schema);
        OvsdbClient reader = servers.client(OvsdbSettings.of("OVN_Northbound", List.of(north.remote()), null));
        reader.awaitConnected(SOON);
        var tables = reader.schema().orElseThrow().tables();
        assertThat(tables).hasSizeGreaterThan(20).containsKeys("Logical_Switch", "ACL", "NAT");
        var everything = ReplicaSpec.builder();
        tables.forEach(
                (table, columns) -> everything.table(table, columns.keySet().toArray(String[]::new)));
        Replica replica = reader.replicate(everything.build());
        replica.awaitReady(SOON);
        var builder = Transaction.builder();
        UUID port = UUID.randomUUID();
        builder.insert(
                "Logical_Switch_Port",
                port,
                Map.of(
                        "name",
                        Value.text("p1"),
                        "addresses",
                        Value.texts(Set.of("02:00:00:00:00:01 10.0.0.1")),
                        "up",
                        Value.bool(false),
                        "options",
                        Value.map(Map.of("requested-chassis", "h1"))));
        builder.insert("Logical_Switch", UUID.randomUUID(), Map.of("name", Value.text("s1"), "ports", Value.id(port)));
        reader.transact(builder.build());
        Row row = replica.snapshot().table("Logical_Switch_Port").row(port).orElseThrow();
        assertThat(row.bool("up")).contains(false);
        assertThat(row.optionalWhole("tag")).isEmpty();
        assertThat(row.map("options")).containsEntry("requested-chassis", "h1");
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
