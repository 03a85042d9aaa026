package io.oblako.network.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.oblako.network.ovsdb.replica.Delta;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.ReplicaState;
import io.oblako.network.ovsdb.replica.RowChange;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.wire.Remote;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a cluster of three on the loopback, with the election timer of one second that ovsdb-tool gives it. */
class ClusterIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final OvsdbServers servers = new OvsdbServers();

    @AfterEach
    void stop() {
        servers.close();
    }

    @Test
    void whenTheLeaderIsKilledTheNextWriteSucceedsAndTheReplicaGoesOnWhereItStood() {
        List<OvsdbServers.Server> members = servers.cluster(OvsdbServers.shop());
        List<Remote> remotes = members.stream().map(OvsdbServers.Server::tcp).toList();
        // Who is killed before the others have joined leaves no majority behind.
        for (Remote member : remotes) {
            servers.client(OvsdbSettings.of("Shop", List.of(member), null).atAnyMember())
                    .awaitConnected(SOON);
        }
        var registry = new SimpleMeterRegistry();
        OvsdbClient client = servers.client(OvsdbSettings.of("Shop", remotes, null), registry);
        client.awaitConnected(SOON);
        UUID shelf = UUID.randomUUID();
        assertThat(client.transactOnce(Shop.shelfWithItem(shelf, "apple"), SOON))
                .isInstanceOf(Commit.class);
        Replica replica = client.replicate(ReplicaSpec.builder()
                .tableByColumn("Item", "name", "name")
                .table("Shelf", "name", "items")
                .build());
        replica.awaitReady(SOON);
        assertThat(replica.snapshot().transactionId()).isNotEqualTo(ReplicaState.NO_TRANSACTION);
        var told = new CopyOnWriteArrayList<Delta>();
        var subscription = replica.listen(told::add);
        OvsdbLock lock = client.lock("writer");
        assertThat(lock.awaitHeld(SOON)).isTrue();
        Remote leader = client.connection().remote().orElseThrow();

        int killed = remotes.indexOf(leader);
        members.get(killed).kill();
        Commit commit = client.transactOnce(Shop.itemInto(shelf, "pear"), SOON);
        assertThat(commit).isInstanceOf(Commit.class);
        assertThat(client.connection().remote().orElseThrow()).isNotEqualTo(leader);
        assertThat(client.connection().connects()).isGreaterThanOrEqualTo(2);
        replica.await(state -> state.table("Item").byKey("pear").size() == 1, SOON);
        assertThat(lock.awaitHeld(SOON))
                .as("the lock is asked for at the new leader")
                .isTrue();
        client.transact(Shop.one(builder -> builder.assertLock("writer")));

        // It went on where it stood: everything was sent once, and each row was told once.
        assertThat(registry.get("oblako.ovsdb.whole.loads").counter().count()).isEqualTo(1);
        await().atMost(SOON)
                .until(() -> told.stream().flatMap(delta -> delta.of("Item")).count() == 2);
        assertThat(told.stream().flatMap(delta -> delta.of("Item"))).allMatch(RowChange.Inserted.class::isInstance);
        subscription.close();

        // Who was dead catches up, and any member will do for a reader.
        members.get(killed).start();
        OvsdbClient reader =
                servers.client(OvsdbSettings.of("Shop", List.of(leader), null).atAnyMember());
        Replica copy = reader.replicate(
                ReplicaSpec.builder().tableByColumn("Item", "name", "name").build());
        copy.await(state -> state.table("Item").size() == 2, SOON);
        OvsdbClient choosy = servers.client(OvsdbSettings.of("Shop", List.of(leader), null));
        assertThat(messageOf(() -> choosy.awaitConnected(Duration.ofMillis(300))))
                .contains("is not the leader");
        Transaction more = Shop.itemInto(shelf, "plum");
        client.transact(more);
        copy.await(state -> state.table("Item").byKey("plum").size() == 1, SOON);
        assertThat(client.transactOnce(more, SOON)).isInstanceOf(Commit.DoneBefore.class);
    }

    private static String messageOf(Runnable failing) {
        try {
            failing.run();
            return "";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
