package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what a node is told, and lets somebody else know that it was.
 *
 * @param then runs after the node has taken it; it returns at once
 */
public record Overheard(DesiredSource.Listener node, Runnable then) implements DesiredSource.Listener {

    @Override
    public void onDesired(String key, @Nullable NodeDesired desired) {
        node.onDesired(key, desired);
        then.run();
    }

    @Override
    public void onCaughtUp() {
        node.onCaughtUp();
        then.run();
    }
}
