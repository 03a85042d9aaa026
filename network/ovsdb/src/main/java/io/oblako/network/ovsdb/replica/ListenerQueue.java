package io.oblako.network.ovsdb.replica;

import io.oblako.network.ovsdb.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings deltas to one listener at his own speed. What he has not taken yet is merged, row by row, into one delta: a
 * slow listener holds nobody up and never has more before him than the tables have rows. Thread-safe; a virtual
 * thread lives while there is something to bring.
 */
final class ListenerQueue {

    private static final Logger LOG = Logger.getLogger(ListenerQueue.class);

    private record Place(String table, UUID uuid) {}

    /** A row as the listener knows it, and as it is; null where there is none. */
    private record Span(@Nullable Row before, @Nullable Row after) {}

    private final Consumer<Delta> listener;
    private final ReentrantLock lock = new ReentrantLock();
    private Map<Place, Span> pending = new LinkedHashMap<>();
    private @Nullable Snapshot to;
    private boolean running;
    private boolean closed;

    ListenerQueue(Consumer<Delta> listener) {
        this.listener = listener;
    }

    void offer(List<RowChange> changes, Snapshot snapshot) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            changes.forEach(this::merge);
            to = snapshot;
            if (!running) {
                running = true;
                Thread.ofVirtual().name("ovsdb-listener").start(this::bring);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            pending = new LinkedHashMap<>();
            to = null;
        } finally {
            lock.unlock();
        }
    }

    private void merge(RowChange change) {
        Span span = switch (change) {
            case RowChange.Inserted inserted -> new Span(null, inserted.row());
            case RowChange.Modified modified -> new Span(modified.before(), modified.after());
            case RowChange.Deleted deleted -> new Span(deleted.row(), null);
        };
        var place = new Place(change.table(), change.uuid());
        Span known = pending.get(place);
        pending.put(place, known == null ? span : new Span(known.before, span.after));
    }

    private void bring() {
        while (true) {
            Delta delta = take();
            if (delta == null) {
                return;
            }
            try {
                listener.accept(delta);
            } catch (RuntimeException e) {
                LOG.errorf(e, "A listener of a replica failed; it will see the next change");
            }
        }
    }

    private @Nullable Delta take() {
        lock.lock();
        try {
            Snapshot snapshot = to;
            if (snapshot == null) {
                running = false;
                return null;
            }
            var changes = new ArrayList<RowChange>(pending.size());
            pending.forEach((place, span) -> {
                RowChange change = RowChange.between(place.table, span.before, span.after);
                if (change != null) {
                    changes.add(change);
                }
            });
            pending = new LinkedHashMap<>();
            to = null;
            return new Delta(changes, snapshot);
        } finally {
            lock.unlock();
        }
    }
}
