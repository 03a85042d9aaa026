package io.oblako.compute.node.messaging;

import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Message;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Knows which images there are, and has hypervisors let go of what they keep of others. Nothing is dropped before the topic
 * has been read to its end: until then an image may merely not have been heard of.
 */
public final class KnownImages implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KnownImages.class);
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final Set<UUID> images = ConcurrentHashMap.newKeySet();
    private final List<Hypervisor> hypervisors;
    private final FactReader<ImageFact> reader;
    private final Thread rounds;
    private volatile boolean stopped;

    public KnownImages(KafkaSettings kafka, List<Hypervisor> hypervisors) {
        this.hypervisors = hypervisors;
        this.reader = new FactReader<>(kafka, ImageTopics.IMAGES, this::handle);
        this.rounds = Thread.ofPlatform().name("known-images").daemon(true).unstarted(this::loop);
    }

    public void start() {
        reader.start();
        rounds.start();
    }

    private void handle(Message<ImageFact> message) {
        UUID image = UUID.fromString(message.key());
        if (message.payload() == null) {
            images.remove(image);
        } else {
            images.add(image);
        }
    }

    private void loop() {
        try {
            while (!stopped) {
                if (reader.following()) {
                    round();
                }
                Thread.sleep(ROUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        for (Hypervisor hypervisor : hypervisors) {
            try {
                hypervisor.forgetImages(images::contains);
            } catch (RuntimeException e) {
                LOG.warn("What was kept of deleted images could not be removed; the next round tries again", e);
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        rounds.interrupt();
        reader.close();
    }
}
