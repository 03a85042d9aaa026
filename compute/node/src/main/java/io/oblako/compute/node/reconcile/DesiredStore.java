package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import java.util.Map;

/** Keeps a node's wishes over a restart, so that it goes on without Kafka. Called from one thread at a time. */
public interface DesiredStore {

    /** All that was kept, by key. */
    Map<String, NodeDesired> load();

    void put(String key, NodeDesired desired);

    void remove(String key);

    /** The newest epoch of the node's lease; 0 before the first. */
    long epoch();

    void epoch(long epoch);

    /** Forgets all at the end of the process: for nodes that exist only in memory. */
    static DesiredStore inMemory() {
        return new MapDesiredStore();
    }
}
