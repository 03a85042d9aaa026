package io.oblako.compute.node.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import io.oblako.messaging.Trace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Real time, virtual threads, one thread that wakes them. */
public final class ThreadedRuntime implements NodeRuntime, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ThreadedRuntime.class);
    /** The field of log lines. */
    private static final String TRACE = "trace";

    private final Clock clock;
    private final MeterRegistry meters;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor alarm = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "alarm");
        thread.setDaemon(true);
        return thread;
    });

    public ThreadedRuntime(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
        alarm.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void execute(Runnable task) {
        try {
            workers.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A task of the node failed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The node is ending: a task is left out", e);
        }
    }

    @Override
    public void later(Runnable task, long atNanos) {
        try {
            var _ = alarm.schedule(() -> execute(task), Math.max(0, atNanos - nanos()), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The node is ending: an alarm is left out", e);
        }
    }

    /** A run that is still going on when the next is due makes that one fall out. */
    @Override
    public void every(Duration period, Runnable task) {
        AtomicBoolean busy = new AtomicBoolean();
        var _ = alarm.scheduleAtFixedRate(
                () -> {
                    if (busy.compareAndSet(false, true)) {
                        execute(() -> {
                            try {
                                task.run();
                            } finally {
                                busy.set(false);
                            }
                        });
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public @Nullable String trace() {
        return Trace.current();
    }

    @Override
    public void traced(String name, @Nullable String trace, Runnable work) {
        if (trace == null) {
            work.run();
            return;
        }
        MDC.put(TRACE, Trace.id(trace));
        try {
            Trace.within(name, trace, () -> {
                work.run();
                return true;
            });
        } finally {
            MDC.remove(TRACE);
        }
    }

    @Override
    public void count(String counter, String tag, String value) {
        meters.counter(counter, tag, value).increment();
    }

    @Override
    public void close() {
        alarm.shutdownNow();
        workers.shutdownNow();
    }
}
