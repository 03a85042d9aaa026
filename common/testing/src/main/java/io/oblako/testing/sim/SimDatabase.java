package io.oblako.testing.sim;

import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database for one thread: tables whose changes commit together, or are taken back when the transaction throws,
 * a {@link SimCrash} included. What survives a crash is in a table; what does not is anywhere else.
 */
public final class SimDatabase implements Transactions {

    private final SimClock clock;
    private final Map<String, Table<?, ?>> tables = new LinkedHashMap<>();
    private final Deque<Runnable> undoLog = new ArrayDeque<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private int depth;

    public SimDatabase(SimClock clock) {
        this.clock = clock;
    }

    public SimClock clock() {
        return clock;
    }

    public void passTime(Duration time) {
        clock.pass(time);
    }

    /** A new table. Its rows are immutable values; their keys are comparable, so that every run lists them alike. */
    public <K extends Comparable<K>, V> Table<K, V> table(String name) {
        Table<K, V> table = new Table<>();
        if (tables.put(name, table) != null) {
            throw new IllegalArgumentException("There are two tables " + name);
        }
        return table;
    }

    /** All that is in the tables but the given ones: a fingerprint of the world. */
    public Map<String, String> contents(String... except) {
        Map<String, String> contents = new TreeMap<>();
        tables.forEach((name, table) -> contents.put(name, table.rows.toString()));
        contents.keySet().removeAll(List.of(except));
        return contents;
    }

    @Override
    public <T> T call(Supplier<T> work) {
        if (depth > 0) {
            return work.get();
        }
        depth++;
        boolean committed = false;
        try {
            T result = work.get();
            committed = true;
            return result;
        } finally {
            depth--;
            if (committed) {
                commit();
            } else {
                rollBack();
            }
        }
    }

    @Override
    public boolean open() {
        return depth > 0;
    }

    @Override
    public void afterCommit(Runnable task) {
        if (depth == 0) {
            task.run();
        } else {
            afterCommit.add(task);
        }
    }

    private void commit() {
        undoLog.clear();
        List<Runnable> tasks = List.copyOf(afterCommit);
        afterCommit.clear();
        tasks.forEach(Runnable::run);
    }

    private void rollBack() {
        afterCommit.clear();
        while (!undoLog.isEmpty()) {
            undoLog.pop().run();
        }
    }

    /** Rows by key. Writing needs a transaction. */
    public final class Table<K extends Comparable<K>, V> {

        private final TreeMap<K, V> rows = new TreeMap<>();

        public Optional<V> find(K key) {
            return Optional.ofNullable(rows.get(key));
        }

        public boolean has(K key) {
            return rows.containsKey(key);
        }

        public List<V> all() {
            return List.copyOf(rows.values());
        }

        public List<K> keys() {
            return List.copyOf(rows.keySet());
        }

        public int size() {
            return rows.size();
        }

        public void put(K key, V row) {
            writable();
            V before = rows.put(key, row);
            undoLog.push(() -> restore(key, before));
        }

        /** Removing what is not there is no error. */
        public void remove(K key) {
            writable();
            V before = rows.remove(key);
            undoLog.push(() -> restore(key, before));
        }

        private void restore(K key, @Nullable V before) {
            if (before == null) {
                rows.remove(key);
            } else {
                rows.put(key, before);
            }
        }

        private void writable() {
            if (depth == 0) {
                throw new IllegalStateException("Writing needs a transaction");
            }
        }
    }
}
