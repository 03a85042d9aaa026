package io.oblako.compute.api;

import io.oblako.image.contracts.ImageOrder;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.messaging.FactReader;
import io.oblako.messaging.Message;
import io.oblako.messaging.Publisher;

/** Stands where the image service would be, and takes away what it is ordered to delete: who asks waits for that. */
final class FakeImageService implements AutoCloseable {

    private final Publisher publisher = new Publisher(Api.kafka());
    private final FactReader<ImageOrder> orders =
            new FactReader<>(Api.kafka(), ImageTopics.ORDERS, this::follow).start();

    private void follow(Message<ImageOrder> message) {
        if (message.payload() instanceof ImageOrder.Delete delete) {
            publisher.send(ImageTopics.IMAGES, delete.image().toString(), null);
        }
    }

    @Override
    public void close() {
        orders.close();
        publisher.close();
    }
}
