package io.oblako.compute.work;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageTopics;
import io.oblako.kernel.secret.Secret;
import io.oblako.messaging.KafkaSettings;
import io.oblako.messaging.Publisher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What tests of sagas ask for: servers of small flavors, made of images that the image service is said to have. */
final class Orders {

    /** No Base64 has its signs, so that what is sealed holds it by no accident. */
    static final String PASSWORD = "no-one's";

    private Orders() {}

    static Flavor flavor(String name, int vcpus, int ramMib, int diskGib) {
        return new Flavor(
                "id-" + name, name, vcpus, ramMib, diskGib, 0, 0, 1, true, false, null, Map.of(), Instant.EPOCH);
    }

    /** Says on the image service's behalf that there is such an image now. */
    static void image(KafkaSettings kafka, String project, UUID id, String status, Map<String, String> properties) {
        Instant now = Instant.now();
        try (Publisher publisher = new Publisher(kafka)) {
            publisher
                    .send(
                            ImageTopics.IMAGES,
                            id.toString(),
                            new ImageFact(
                                    id,
                                    project,
                                    "debian",
                                    status,
                                    "private",
                                    Set.of(),
                                    "qcow2",
                                    "bare",
                                    1 << 20,
                                    1 << 20,
                                    "00",
                                    0,
                                    0,
                                    false,
                                    false,
                                    properties,
                                    1,
                                    now,
                                    now))
                    .join();
        }
    }

    static ServerRequest request(String name, UUID image, Flavor flavor, int least, int most) {
        return new ServerRequest(
                name,
                null,
                null,
                image,
                flavor,
                Map.of("k", "v"),
                Set.of("t"),
                null,
                null,
                Secret.of(PASSWORD),
                true,
                null,
                null,
                null,
                null,
                null,
                new NetworkWish.Any(false),
                List.of(),
                least,
                most);
    }
}
