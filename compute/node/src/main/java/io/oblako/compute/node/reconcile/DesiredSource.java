package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import org.jspecify.annotations.Nullable;

/** Where a node hears what it ought to run. */
public interface DesiredSource extends AutoCloseable {

    /** Called from one thread, in order per key. */
    interface Listener {

        /** @param desired absent when the wish was withdrawn */
        void onDesired(String key, @Nullable NodeDesired desired);

        /** All that was wished for at the start has been said. Called once. */
        void onCaughtUp();
    }

    /** Starts to tell the listener all wishes for the node, oldest first. Called once per node. */
    void listen(String node, Listener listener);

    @Override
    void close();
}
