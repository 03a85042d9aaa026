package io.oblako.network.ovsdb.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListenerQueueTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    private final Snapshot snapshot = ReplicaState.empty(ReplicaStateTest.SPEC);
    private final LinkedBlockingQueue<Delta> deltas = new LinkedBlockingQueue<>();

    @Test
    void whatASlowListenerHasNotTakenIsMerged() throws InterruptedException {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var queue = new ListenerQueue(delta -> {
            entered.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            deltas.add(delta);
        });
        queue.offer(List.of(new RowChange.Inserted("Item", row(A, 1))), snapshot);
        entered.await();
        // A is changed twice, B comes and goes, C comes and changes.
        queue.offer(
                List.of(
                        new RowChange.Modified("Item", row(A, 1), row(A, 2)),
                        new RowChange.Inserted("Item", row(B, 1))),
                snapshot);
        queue.offer(
                List.of(
                        new RowChange.Modified("Item", row(A, 2), row(A, 3)),
                        new RowChange.Inserted("Item", row(C, 1))),
                snapshot);
        queue.offer(
                List.of(new RowChange.Deleted("Item", row(B, 1)), new RowChange.Modified("Item", row(C, 1), row(C, 2))),
                snapshot);
        go.countDown();

        assertThat(take().changes()).containsExactly(new RowChange.Inserted("Item", row(A, 1)));
        assertThat(take().changes())
                .containsExactlyInAnyOrder(
                        new RowChange.Modified("Item", row(A, 1), row(A, 3)),
                        new RowChange.Inserted("Item", row(C, 2)));
    }

    @Test
    void aListenerThatFailsGetsTheNextDelta() throws InterruptedException {
        var queue = new ListenerQueue(delta -> {
            deltas.add(delta);
            throw new IllegalStateException("of the test");
        });
        queue.offer(List.of(new RowChange.Inserted("Item", row(A, 1))), snapshot);
        assertThat(take().changes()).hasSize(1);
        queue.offer(List.of(new RowChange.Deleted("Item", row(A, 1))), snapshot);
        assertThat(take().changes()).hasSize(1);
        queue.close();
        queue.offer(List.of(new RowChange.Inserted("Item", row(B, 1))), snapshot);
        assertThat(deltas.poll(50, TimeUnit.MILLISECONDS)).isNull();
    }

    private Delta take() throws InterruptedException {
        Delta delta = deltas.poll(5, TimeUnit.SECONDS);
        assertThat(delta).isNotNull();
        return delta;
    }

    private static Row row(UUID uuid, long stock) {
        return new Row(uuid, Map.of("stock", Value.whole(stock)));
    }
}
