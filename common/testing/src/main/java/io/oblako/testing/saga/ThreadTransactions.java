package io.oblako.testing.saga;

import io.oblako.kernel.tx.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plain JDBC transactions bound to the thread, and a data source whose connections join them: what JTA gives the
 * services, for tests without a container. Holds at most a fixed number of connections.
 */
public final class ThreadTransactions implements Transactions, AutoCloseable {

    private static final int MOST_CONNECTIONS = 24;
    private static final int TIMEOUT_SECONDS = 20;

    private static final class Open {
        private final Connection connection;
        private final List<Runnable> afterCommit = new ArrayList<>();

        Open(Connection connection) {
            this.connection = connection;
        }
    }

    private final DataSource real;
    private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(MOST_CONNECTIONS);
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();
    /** Per instance on purpose: a test may use two databases from one thread. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Open> current = new ThreadLocal<>();

    public ThreadTransactions(DataSource real) {
        this.real = real;
    }

    /** Transactions begun so far. */
    public int begun() {
        return transactions.get();
    }

    /** Its connections belong to the transaction of the thread; closing them does nothing. */
    public DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                ThreadTransactions.class.getClassLoader(), new Class<?>[] {DataSource.class}, (_, method, _) -> {
                    if (method.getName().equals("getConnection")) {
                        return joined();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Connection joined() {
        Open open = current.get();
        if (open == null) {
            throw new IllegalStateException("There is no transaction");
        }
        return (Connection) Proxy.newProxyInstance(
                ThreadTransactions.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(open.connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    @Override
    public <T> T call(Supplier<T> work) {
        if (current.get() != null) {
            return work.get();
        }
        transactions.incrementAndGet();
        Open open = new Open(borrow());
        current.set(open);
        boolean committed = false;
        T result;
        try {
            result = work.get();
            open.connection.commit();
            committed = true;
        } catch (SQLException e) {
            throw new IllegalStateException("The transaction could not be committed", e);
        } finally {
            current.remove();
            giveBack(open.connection, committed);
        }
        open.afterCommit.forEach(Runnable::run);
        return result;
    }

    @Override
    public boolean open() {
        return current.get() != null;
    }

    @Override
    public void afterCommit(Runnable task) {
        Open open = current.get();
        if (open == null) {
            task.run();
        } else {
            open.afterCommit.add(task);
        }
    }

    private Connection borrow() {
        try {
            Connection connection = idle.poll();
            if (connection == null && connections.incrementAndGet() <= MOST_CONNECTIONS) {
                connection = real.getConnection();
                connection.setAutoCommit(false);
            } else if (connection == null) {
                connections.decrementAndGet();
                connection = idle.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
            if (connection == null) {
                throw new IllegalStateException("No connection became free");
            }
            return connection;
        } catch (SQLException e) {
            connections.decrementAndGet();
            throw new IllegalStateException("The database does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void giveBack(Connection connection, boolean committed) {
        try {
            if (!committed) {
                connection.rollback();
            }
            idle.add(connection);
        } catch (SQLException e) {
            connections.decrementAndGet();
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
        idle.clear();
    }
}
