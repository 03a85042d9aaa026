package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeReport;
import java.util.concurrent.CompletableFuture;

/** Where a node says what it saw. */
public interface ReportSink {

    /**
     * Sends a report without waiting.
     *
     * @param key reports of one key arrive in order
     * @return completes when it is safe, exceptionally when it was lost
     */
    CompletableFuture<Void> send(String key, NodeReport report);
}
