package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.node.hypervisor.Action;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.reconcile.Reconciliation.Standing;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What an actor needs of its node. */
interface NodeContext {

    String name();

    Standing standing();

    /** Monotonic. */
    long nanos();

    /** For people. */
    Instant now();

    /** Runs the task soon, on a thread of its own. */
    void execute(Runnable task);

    /** Runs the short task when the monotonic moment has come. */
    void later(Runnable task, long atNanos);

    /** Does the work as a part of the trace. */
    void traced(String name, @Nullable String trace, Runnable work);

    CompletableFuture<Void> report(String key, NodeReport report);

    /** Nothing of the guest is left, and nobody wishes for it. */
    void gone(UUID server);

    /** For metrics. */
    void performed(Action action);

    /** For metrics. */
    void failed(GuestFailure failure);
}
