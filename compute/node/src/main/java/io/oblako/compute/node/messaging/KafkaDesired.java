package io.oblako.compute.node.messaging;

import io.oblako.compute.contracts.ComputeTopics;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.reconcile.DesiredSource;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import io.oblako.messaging.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Reads the one partition of {@code compute.desired.v1} that a node's wishes are in. Several nodes of one process whose
 * partition is the same share a reader.
 */
public final class KafkaDesired implements DesiredSource {

    private static final Logger LOG = Logger.getLogger(KafkaDesired.class);

    private final KafkaSettings settings;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
    private final List<FactReader<NodeDesired>> readers = new ArrayList<>();

    public KafkaDesired(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public void listen(String node, Listener listener) {
        listeners.put(node, listener);
    }

    /** Starts to read; every node has to be listening by now. */
    public synchronized void start() {
        Map<Integer, List<Listener>> byPartition = new HashMap<>();
        listeners.forEach((node, listener) -> byPartition
                .computeIfAbsent(ComputeTopics.desiredPartition(node), _ -> new ArrayList<>())
                .add(listener));
        byPartition.forEach((partition, listening) -> {
            FactReader<NodeDesired> reader =
                    FactReader.ofPartition(settings, ComputeTopics.DESIRED, partition, this::handle);
            var _ = reader.caughtUp().thenRun(() -> listening.forEach(Listener::onCaughtUp));
            readers.add(reader.start());
        });
    }

    private void handle(Message<NodeDesired> message) {
        String key = message.key();
        int slash = key.indexOf('/');
        if (slash < 0) {
            LOG.errorf("A wish without a node, key %s, is left out", key);
            return;
        }
        Listener listener = listeners.get(key.substring(0, slash));
        if (listener == null) {
            return;
        }
        NodeDesired desired = message.payload();
        if (message.traceparent() == null || desired instanceof NodeDesired.Lease) {
            // A lease a second and a node: a trace of each would hide the others.
            listener.onDesired(key, desired);
            return;
        }
        Trace.continued(ComputeTopics.DESIRED.name(), message.traceparent(), () -> listener.onDesired(key, desired));
    }

    /** Whether all readers follow their partition now. */
    public synchronized boolean following() {
        return readers.stream().allMatch(FactReader::following);
    }

    @Override
    public synchronized void close() {
        readers.forEach(FactReader::close);
    }
}
