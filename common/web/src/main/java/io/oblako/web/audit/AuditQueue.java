package io.oblako.web.audit;

import io.oblako.kernel.tx.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Writes records in batches, one transaction each, in a thread of its own. */
final class AuditQueue {

    private static final Logger LOG = Logger.getLogger(AuditQueue.class);
    private static final int CAPACITY = 10_000;
    private static final int BATCH = 200;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final BlockingQueue<AuditRecord> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final Transactions transactions;
    private final Consumer<AuditRecord> write;
    private final Thread thread;
    private volatile boolean stopped;

    AuditQueue(Transactions transactions, Consumer<AuditRecord> write) {
        this.transactions = transactions;
        this.write = write;
        this.thread = Thread.ofPlatform().name("audit").daemon(true).unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    /** Writes what waits and ends; the database must still be there. */
    void stop() {
        stopped = true;
        try {
            thread.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean offer(AuditRecord record) {
        return waiting.offer(record);
    }

    private void loop() {
        List<AuditRecord> batch = new ArrayList<>(BATCH);
        try {
            while (!stopped || !waiting.isEmpty()) {
                AuditRecord first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, BATCH - 1);
                write(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<AuditRecord> batch) throws InterruptedException {
        while (true) {
            try {
                transactions.run(() -> batch.forEach(write));
                return;
            } catch (RuntimeException e) {
                LOG.errorf(e, "%d audit records wait for the database", batch.size());
                if (stopped) {
                    return;
                }
                Thread.sleep(AFTER_FAILURE);
            }
        }
    }
}
