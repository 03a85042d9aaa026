package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbLock;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Mutation;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the compiler wants, written to a real server with OVN's schema and read back. */
class DiffWriterIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Compiler COMPILER = new Compiler(new Guest("cloud.internal", Duration.ofHours(12)));

    private static NorthboundServer server;
    private static OvsdbClient client;
    private static Replica replica;
    private static OvsdbLock lock;

    @BeforeAll
    static void start() {
        server = new NorthboundServer();
        client = server.client();
        replica = client.replicate(ReplicaView.spec());
        lock = client.lock(Northbound.LOCK);
        replica.awaitReady(PATIENCE);
        assertThat(lock.awaitHeld(PATIENCE)).isTrue();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static NbView view() {
        return new ReplicaView(replica.snapshot());
    }

    private static void write(Diff diff, int rowsAtOnce) {
        new DiffWriter(Northbound.LOCK, rowsAtOnce).transactions(diff).forEach(client::transact);
    }

    private static Diff whole(RandomCloud cloud) {
        return Differ.whole(COMPILER.all(cloud.model()), view());
    }

    @Test
    void theServerTakesWhatIsWantedAndShowsItUnchanged() {
        Random random = new Random(7);
        RandomCloud cloud = new RandomCloud(random);
        for (int i = 0; i < 200; i++) {
            cloud.act();
        }
        cloud.marks();
        write(whole(cloud), 50); // Many small transactions: parents and children come apart.
        assertThat(whole(cloud))
                .satisfies(rest -> assertThat(rest.isEmpty()).as("%s", rest).isTrue());
        for (int i = 0; i < 150; i++) {
            cloud.act();
            Set<Unit> marks = cloud.marks();
            write(Differ.units(marks, COMPILER.units(cloud.model(), marks), view()), 1000);
            Diff rest = whole(cloud);
            assertThat(rest.isEmpty()).as("round %d: %s", i, rest).isTrue();
        }
    }

    @Test
    void whatHandsHaveDoneIsHealed() {
        RandomCloud cloud = new RandomCloud(new Random(11));
        for (int i = 0; i < 200; i++) {
            cloud.act();
        }
        write(whole(cloud), 1000);
        UUID foreign = UUID.randomUUID();
        var hands = Transaction.builder();
        hands.insert("Logical_Switch", foreign, Map.of("name", Value.text("of somebody else")));
        hands.delete("Port_Group", Condition.equal("name", Value.text(NbNames.DROP_GROUP)));
        hands.update("DHCP_Options", Condition.everyRow(), Map.of("options", Value.map(Map.of("mtu", "9000"))));
        Row some = List.copyOf(view().rows(NbTable.LOGICAL_SWITCH)).getFirst();
        hands.mutate(
                "Logical_Switch",
                Condition.row(some.uuid()),
                Mutation.delete("ports", Value.ids(some.references("ports"))));
        client.transact(hands.build());
        assertThat(whole(cloud).isEmpty()).isFalse();
        write(whole(cloud), 1000);
        Diff rest = whole(cloud);
        assertThat(rest.isEmpty()).as("%s", rest).isTrue();
        assertThat(view().row(NbTable.LOGICAL_SWITCH, foreign)).isPresent();
    }

    @Test
    void whoDoesNotHoldTheLockWritesNothing() {
        RandomCloud cloud = new RandomCloud(new Random(13));
        for (int i = 0; i < 50; i++) {
            cloud.act();
        }
        try (OvsdbClient other = server.client();
                OvsdbLock waiting = other.lock(Northbound.LOCK)) {
            Transaction first = new DiffWriter(Northbound.LOCK, 1000)
                    .transactions(Differ.whole(COMPILER.all(cloud.model()), new MapNorthbound()))
                    .getFirst();
            assertThatThrownBy(() -> other.transact(first)).isInstanceOf(TransactionException.LockNotHeld.class);
            assertThat(waiting.held()).isFalse();
        }
    }
}
