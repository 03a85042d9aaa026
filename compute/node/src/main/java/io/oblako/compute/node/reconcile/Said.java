package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka has said of a key.
 *
 * @param desired absent when the wish was withdrawn
 * @param trace of the request that led to it; absent when nobody traces
 */
record Said(@Nullable NodeDesired desired, @Nullable String trace) {}
