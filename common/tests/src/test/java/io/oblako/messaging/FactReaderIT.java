package io.oblako.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.request.RequestContext;
import io.oblako.messaging.MessagingWorld.Note;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class FactReaderIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private final MessagingWorld world = MessagingWorld.SHARED;
    private final Map<String, Integer> projection = new ConcurrentHashMap<>();

    private void take(Message<Note> message) {
        message.body()
                .ifPresentOrElse(
                        note -> projection.put(message.key(), note.number()), () -> projection.remove(message.key()));
    }

    @Test
    void aReaderCatchesUpThenFollowsAndTombstonesRemove() throws Exception {
        Topic<Note> topic = world.facts(2);
        for (int i = 0; i < 20; i++) {
            world.send(world.message(topic, "k" + i % 4, new Note("x", i)));
        }
        world.send(world.message(topic, "k0", null));
        try (FactReader<Note> reader = new FactReader<>(world.kafka, topic, this::take)) {
            assertThat(reader.following()).isFalse();
            reader.start().caughtUp().get(15, TimeUnit.SECONDS);
            assertThat(projection).isEqualTo(Map.of("k1", 17, "k2", 18, "k3", 19));
            assertThat(reader.following()).isTrue();
            world.send(world.message(topic, "k1", null));
            world.send(world.message(topic, "k9", new Note("new", 9)));
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(projection).isEqualTo(Map.of("k2", 18, "k3", 19, "k9", 9)));
        }
        world.send(world.message(topic, "k2", null));
        assertThat(projection).as("a closed reader reads no more").containsKey("k2");
    }

    @Test
    void anEmptyTopicIsCaughtUpWithAtOnce() throws Exception {
        try (FactReader<Note> reader = new FactReader<>(world.kafka, world.facts(3), this::take).start()) {
            reader.caughtUp().get(10, TimeUnit.SECONDS);
            assertThat(projection).isEmpty();
        }
    }

    @Test
    void PLT_03_whatCannotBeReadOrTakenIsLeftOutAndTheRestIsRead() throws Exception {
        Topic<Note> topic = world.facts(1);
        String name = world.kafka.topic(topic);
        for (String garbage :
                List.of("", "{", "null", "[]", "{\"number\":\"x\"}", "{\"text\":1,\"text\":2}", "[".repeat(5000))) {
            ProducerRecord<String, byte[]> like = world.message(topic, "bad", new Note("x", 1));
            world.send(new ProducerRecord<>(name, 0, "bad", garbage.getBytes(StandardCharsets.UTF_8), like.headers()));
        }
        world.send(new ProducerRecord<>(
                name, 0, "no-headers", "{\"text\":\"x\",\"number\":1}".getBytes(StandardCharsets.UTF_8)));
        ProducerRecord<String, byte[]> badId = world.message(topic, "bad-id", new Note("x", 1));
        badId.headers().remove("ce_id").add("ce_id", "../../etc".getBytes(StandardCharsets.UTF_8));
        world.send(badId);
        ProducerRecord<String, byte[]> badTime = world.message(topic, "bad-time", new Note("x", 1));
        badTime.headers().remove("ce_time").add("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));
        world.send(badTime);
        world.send(world.message(topic, "refused", new Note("x", -1)));
        world.send(world.message(topic, "good", new Note("x", 7)));
        try (FactReader<Note> reader = new FactReader<>(world.kafka, topic, message -> {
                    if (message.key().equals("refused")) {
                        throw new IllegalStateException("this handler does not like it");
                    }
                    take(message);
                })
                .start()) {
            reader.caughtUp().get(15, TimeUnit.SECONDS);
            assertThat(projection).isEqualTo(Map.of("good", 7));
            assertThat(reader.following()).isTrue();
        }
    }

    @Test
    void oneChosenPartitionIsAllThatIsRead() throws Exception {
        Topic<Note> topic = world.facts(3);
        for (int partition = 0; partition < 3; partition++) {
            ProducerRecord<String, byte[]> one = world.message(topic, "k" + partition, new Note("x", partition));
            world.send(new ProducerRecord<>(one.topic(), partition, one.key(), one.value(), one.headers()));
        }
        try (FactReader<Note> reader =
                FactReader.ofPartition(world.kafka, topic, 1, this::take).start()) {
            reader.caughtUp().get(15, TimeUnit.SECONDS);
            assertThat(projection).isEqualTo(Map.of("k1", 1));
        }
    }

    @Test
    void theHandlerWorksForTheRequestThatLedToTheFact() throws Exception {
        Topic<Note> topic = world.facts(1);
        List<RequestContext> seen = new CopyOnWriteArrayList<>();
        ProducerRecord<String, byte[]> hostile = world.message(topic, "k", new Note("x", 1));
        hostile.headers().add("traceparent", "00-zz-".getBytes(StandardCharsets.UTF_8));
        world.send(hostile);
        try (FactReader<Note> reader =
                new FactReader<>(world.kafka, topic, message -> seen.add(RequestContext.current())).start()) {
            reader.caughtUp().get(15, TimeUnit.SECONDS);
            assertThat(seen).containsExactly(new RequestContext("req-of-k", "project-1", "user-1"));
        }
    }

    @Test
    void aReaderThatIsStartedBeforeTheBrokerReadsOnceItIsThere() throws Exception {
        Topic<Note> topic = world.facts(1);
        world.send(world.message(topic, "k", new Note("x", 5)));
        try (LateDoor door = new LateDoor(world.kafka.bootstrap());
                FactReader<Note> reader = new FactReader<>(
                                new KafkaSettings(door.bootstrap(), world.kafka.topicPrefix(), "test"),
                                topic,
                                this::take)
                        .start()) {
            await().during(Duration.ofMillis(700))
                    .atMost(SOON)
                    .until(() -> !reader.caughtUp().isDone());
            door.open();
            reader.caughtUp().get(15, TimeUnit.SECONDS);
            assertThat(projection).isEqualTo(Map.of("k", 5));
        }
    }
}
