package io.oblako.compute.node.messaging;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.node.reconcile.ReportSink;
import io.oblako.image.contracts.ConversionReport;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.kernel.request.RequestContext;
import io.oblako.messaging.Publisher;
import io.oblako.messaging.Trace;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends reports on a thread of its own: while the broker is away, sending blocks, and the guests must not wait for it. What
 * does not fit in the queue is lost and will be said again.
 */
public final class KafkaReports implements ReportSink, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KafkaReports.class);
    private static final int MAX_WAITING = 20_000;

    private final Publisher publisher;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread sender;

    private record Waiting(
            String key,
            Supplier<CompletableFuture<Void>> publication,
            RequestContext request,
            CompletableFuture<Void> sent) {}

    public KafkaReports(Publisher publisher) {
        this.publisher = publisher;
        this.sender = Thread.ofPlatform().name("reports").daemon(true).start(this::loop);
    }

    @Override
    public CompletableFuture<Void> send(String key, NodeReport report) {
        return enqueue(key, () -> publisher.send(ComputeTopics.REPORTS, key, report));
    }

    /** One that is lost is not repeated: the next one of the conversion says more. */
    public void send(ConversionReport report) {
        String task = report.task().toString();
        var _ = enqueue(task, () -> publisher.send(ImageTopics.CONVERSIONS, task, report));
    }

    private CompletableFuture<Void> enqueue(String key, Supplier<CompletableFuture<Void>> publication) {
        var waiting =
                new Waiting(key, Trace.elsewhere(publication), RequestContext.current(), new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            waiting.sent().completeExceptionally(new IllegalStateException("Too many reports wait to be sent"));
        }
        return waiting.sent();
    }

    private void loop() {
        while (!Thread.currentThread().isInterrupted()) {
            Waiting waiting;
            try {
                waiting = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            try {
                waiting.request().run(() -> publish(waiting));
            } catch (RuntimeException e) {
                LOG.debugf(e, "A report about %s was not sent", waiting.key());
                waiting.sent().completeExceptionally(e);
            }
        }
    }

    private static void publish(Waiting waiting) {
        var _ = waiting.publication().get().whenComplete((_, lost) -> {
            if (lost == null) {
                waiting.sent().complete(null);
            } else {
                waiting.sent().completeExceptionally(lost);
            }
        });
    }

    @Override
    public void close() {
        sender.interrupt();
        publisher.close();
    }
}
