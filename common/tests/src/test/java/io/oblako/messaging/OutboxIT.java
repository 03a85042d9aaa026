package io.oblako.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import io.oblako.messaging.MessagingWorld.Note;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OutboxIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private final MessagingWorld world = MessagingWorld.SHARED;

    private List<Note> notes(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> Json.read(record.value(), Note.class))
                .toList();
    }

    @Test
    void messagesLeaveInTheOrderOfTheirKeyAndOnlyWhenCommitted() {
        Topic<Note> topic = world.facts(3);
        try (OutboxRelay relay = new OutboxRelay(world.database, world.kafka).start()) {
            JdbcOutbox outbox = world.outbox(relay);
            RequestContext request = new RequestContext("req-1", "p1", "u1");
            for (int i = 0; i < 60; i++) {
                int number = i;
                request.run(() -> world.transactions.run(() -> {
                    outbox.add(topic, "key-" + number % 5, new Note("a", number));
                    outbox.add(topic, "key-" + number % 5, new Note("b", number));
                }));
                assertThatThrownBy(() -> world.transactions.run(() -> {
                            outbox.add(topic, "key-" + number % 5, new Note("never", number));
                            throw new IllegalStateException("rolls back");
                        }))
                        .hasMessage("rolls back");
            }
            await().atMost(SOON).until(() -> world.waiting(topic) == 0 && relay.published() >= 120);
        }
        List<ConsumerRecord<String, byte[]>> records = world.records(topic);
        assertThat(records).hasSize(120);
        Map<String, Integer> partitions = new HashMap<>();
        records.forEach(record -> assertThat(partitions.merge(record.key(), record.partition(), (a, b) -> b))
                .as("a key stays in its partition")
                .isEqualTo(record.partition()));
        for (int key = 0; key < 5; key++) {
            int k = key;
            List<Note> expected = IntStream.range(0, 60)
                    .filter(i -> i % 5 == k)
                    .boxed()
                    .flatMap(i -> List.of(new Note("a", i), new Note("b", i)).stream())
                    .toList();
            assertThat(notes(records.stream()
                            .filter(record -> record.key().equals("key-" + k))
                            .toList()))
                    .isEqualTo(expected);
        }
        Message<Note> first = CloudEvents.fromKafka(records.getFirst(), topic);
        assertThat(first.request()).isEqualTo(new RequestContext("req-1", "p1", "u1"));
        assertThat(first.source()).isEqualTo("oblako/test");
        assertThat(records.stream().map(MessagingWorld::id).distinct()).hasSize(120);
    }

    @Test
    void aRelayThatDiesBetweenSendingAndDeletingSendsAgainAndTheEffectIsThereOnce() {
        Topic<Note> topic = world.stream(1);
        AtomicInteger deaths = new AtomicInteger(3);
        DataSource fragile = failingAtDelete(world.database, deaths);
        try (OutboxRelay relay = new OutboxRelay(fragile, world.kafka).start();
                OrderConsumer<Note> consumer = world.consumer(
                                topic, world.transactions, message -> world.effect(message.key()))
                        .start()) {
            assertThat(consumer).isNotNull();
            JdbcOutbox outbox = world.outbox(relay);
            world.transactions.run(() -> {
                for (int i = 0; i < 10; i++) {
                    outbox.add(topic, "killed-" + i, new Note("x", i));
                }
            });
            await().atMost(SOON).until(() -> world.waiting(topic) == 0);
            List<ConsumerRecord<String, byte[]>> records = world.records(topic);
            assertThat(deaths.get()).isLessThanOrEqualTo(0);
            assertThat(records.size()).as("sent again after each death").isEqualTo(40);
            assertThat(records.stream().map(MessagingWorld::id).distinct()).hasSize(10);
            await().atMost(SOON).until(() -> world.effects("killed-9") > 0);
            for (int i = 0; i < 10; i++) {
                assertThat(world.effects("killed-" + i)).isEqualTo(1);
            }
        }
    }

    /** Connections on which the outbox cannot be emptied for the first few times. */
    private static DataSource failingAtDelete(DataSource real, AtomicInteger deaths) {
        return proxy(DataSource.class, real, deaths);
    }

    private static <T> T proxy(Class<T> type, Object real, AtomicInteger deaths) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    boolean delete = arguments != null
                            && arguments[0] instanceof String sql
                            && sql.startsWith("delete from outbox");
                    if (delete && deaths.getAndDecrement() > 0) {
                        throw new SQLException("the relay dies here", "57P01");
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return result instanceof Connection connection
                                ? proxy(Connection.class, connection, deaths)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Test
    void oneOfTwoRelaysWorksAndTheOtherTakesOver() {
        Topic<Note> topic = world.facts(1);
        OutboxRelay first = new OutboxRelay(world.database, world.kafka).start();
        await().atMost(SOON).until(() -> first.lastRound().getEpochSecond() > 0);
        try (OutboxRelay second = new OutboxRelay(world.database, world.kafka).start()) {
            JdbcOutbox outbox = world.outbox(second);
            for (int i = 0; i < 20; i++) {
                int number = i;
                world.transactions.run(() -> outbox.add(topic, "k", new Note("first", number)));
            }
            await().atMost(SOON).until(() -> world.waiting(topic) == 0);
            await().atMost(SOON).until(() -> first.published() == 20);
            assertThat(second.published()).as("without the lease").isZero();

            first.close();
            world.transactions.run(() -> outbox.add(topic, "k", new Note("second", 0)));
            await().atMost(Duration.ofSeconds(30)).until(() -> world.waiting(topic) == 0 && second.published() == 1);

            // PostgreSQL ends the session that holds the lease: the relay takes it again on another.
            assertThat(world.count("select count(pg_terminate_backend(pid)) from pg_locks"
                            + " where locktype = 'advisory' and objid = (hashtext('oblako-outbox-' || current_schema())"
                            + "::bigint & 4294967295)::oid"))
                    .isEqualTo(1);
            world.transactions.run(() -> outbox.add(topic, "k", new Note("third", 0)));
            await().atMost(Duration.ofSeconds(30)).until(() -> world.waiting(topic) == 0);
        }
        assertThat(notes(world.records(topic)).stream().map(Note::text).distinct())
                .containsExactly("first", "second", "third");
    }

    @Test
    void aTombstoneHasNoValueAndAChosenPartitionIsKept() {
        Topic<Note> topic = world.facts(4);
        try (OutboxRelay relay = new OutboxRelay(world.database, world.kafka).start()) {
            JdbcOutbox outbox = world.outbox(relay);
            world.transactions.run(() -> {
                for (int partition = 0; partition < 4; partition++) {
                    outbox.add(topic, partition, "same-key", new Note("x", partition));
                }
                outbox.tombstone(topic, 2, "same-key");
            });
            await().atMost(SOON).until(() -> world.waiting(topic) == 0);
        }
        List<ConsumerRecord<String, byte[]>> records = world.records(topic);
        assertThat(records).hasSize(5);
        records.stream()
                .filter(record -> record.value() != null)
                .forEach(record -> assertThat(
                                Json.read(record.value(), Note.class).number())
                        .isEqualTo(record.partition()));
        assertThat(records.stream().filter(record -> record.value() == null).map(ConsumerRecord::partition))
                .containsExactly(2);
    }

    @Test
    void whatKafkaWouldNeverTakeIsRefusedBeforeItCanBlockTheOthers() {
        Topic<Note> topic = world.facts(2);
        OutboxRelay idle = new OutboxRelay(world.database, world.kafka);
        JdbcOutbox outbox = world.outbox(idle);
        assertThatThrownBy(() -> world.transactions.run(() -> outbox.add(topic, 2, "k", new Note("x", 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partitions 0 to 1");
        assertThatThrownBy(() ->
                        world.transactions.run(() -> outbox.add(topic, "k", new Note("x".repeat(1024 * 1024), 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bytes");
        assertThat(world.waiting(topic)).isZero();
        try (OutboxRelay relay = idle.start()) {
            world.transactions.run(() ->
                    outbox.add(topic, "k", new Note("x".repeat(JdbcOutbox.MAX_PAYLOAD_BYTES - 64), 0)));
            await().atMost(SOON).until(() -> world.waiting(topic) == 0);
            assertThat(relay.published())
                    .as("the largest that is taken arrives")
                    .isPositive();
        }
    }

    @Test
    void messagesWaitForABrokerThatComesLater() throws Exception {
        Topic<Note> topic = world.facts(1);
        try (LateDoor door = new LateDoor(world.kafka.bootstrap());
                OutboxRelay relay = new OutboxRelay(
                                world.database, new KafkaSettings(door.bootstrap(), world.kafka.topicPrefix(), "test"))
                        .start()) {
            world.transactions.run(() -> world.outbox(relay).add(topic, "k", new Note("late", 1)));
            await().during(Duration.ofMillis(700)).atMost(SOON).until(() -> world.waiting(topic) == 1);
            door.open();
            await().atMost(SOON).until(() -> world.waiting(topic) == 0);
        }
        assertThat(notes(world.records(topic))).contains(new Note("late", 1));
    }

    @Test
    void aPublisherSaysWhetherKafkaHasTheMessage() {
        Topic<Note> topic = world.stream(1);
        Publisher publisher = new Publisher(world.kafka);
        try (publisher) {
            publisher.send(topic, "k", new Note("heartbeat", 1)).join();
            publisher.send(topic, "k", null).join();
        }
        assertThat(world.records(topic))
                .hasSize(2)
                .extracting(ConsumerRecord::key)
                .containsOnly("k");
        assertThat(publisher.send(topic, "k", new Note("closed", 1))).isCompletedExceptionally();
    }
}
