package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** In memory: lives as long as this object. */
final class MapDesiredStore implements DesiredStore {

    private final Map<String, NodeDesired> wishes = new ConcurrentHashMap<>();
    private volatile long epoch;

    @Override
    public Map<String, NodeDesired> load() {
        return Map.copyOf(wishes);
    }

    @Override
    public void put(String key, NodeDesired desired) {
        wishes.put(key, desired);
    }

    @Override
    public void remove(String key) {
        wishes.remove(key);
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public void epoch(long newEpoch) {
        epoch = newEpoch;
    }
}
