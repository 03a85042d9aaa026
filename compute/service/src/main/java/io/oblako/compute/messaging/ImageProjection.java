package io.oblako.compute.messaging;

import io.oblako.compute.domain.image.Images;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.Following;
import io.oblako.messaging.KafkaSettings;
import io.oblako.web.health.FollowsTopics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Images as their facts tell. Thread-safe. */
@ApplicationScoped
class ImageProjection implements Images, FollowsTopics {

    private final FactMap<ImageFact> images;

    ImageProjection(KafkaSettings settings) {
        this.images = new FactMap<>(settings, ImageTopics.IMAGES, ImageFact::generation, Duration.ofSeconds(2));
    }

    void onStart(@Observes StartupEvent start) {
        images.start();
    }

    void onStop(@Observes ShutdownEvent stop) {
        images.close();
    }

    @Override
    public List<Following> following() {
        return List.of(images.state());
    }

    @Override
    public Optional<ImageFact> find(UUID id) {
        return images.find(id.toString());
    }

    @Override
    public List<ImageFact> all() {
        return images.all();
    }

    @Override
    public Optional<ImageFact> await(UUID id, Predicate<Optional<ImageFact>> wanted) {
        return images.await(id.toString(), wanted);
    }
}
