package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeDesired;

/** Tells nodes what they ought to have, when the transaction of the calling thread commits. */
public interface Desired {

    void publish(NodeDesired thing);

    /** Ends the node's interest in the thing. */
    void forget(NodeDesired thing);

    /** The same by its key. */
    void forget(String node, String key);
}
