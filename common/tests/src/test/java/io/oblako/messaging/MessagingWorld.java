package io.oblako.messaging;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.tx.Transactions;
import io.oblako.testing.CommonTables;
import io.oblako.testing.Engines;
import io.oblako.testing.saga.ThreadTransactions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.postgresql.ds.PGSimpleDataSource;

/** One schema with the tables of messaging and one prefix of topics, shared by the tests of this module. */
final class MessagingWorld {

    record Note(String text, int number) {}

    private static final AtomicInteger TOPICS = new AtomicInteger();
    static final MessagingWorld SHARED = new MessagingWorld();

    final KafkaSettings kafka;
    final DataSource database;
    final ThreadTransactions transactions;
    private final KafkaProducer<String, byte[]> producer;

    private MessagingWorld() {
        Engines.Space space = Engines.space("messaging");
        kafka = new KafkaSettings(space.kafka(), space.topicPrefix(), "test");
        PGSimpleDataSource real = new PGSimpleDataSource();
        real.setUrl(space.databaseUrl());
        real.setUser(space.databaseUser());
        real.setPassword(space.databasePassword());
        database = real;
        transactions = new ThreadTransactions(real);
        producer = KafkaClients.producer(kafka);
        try (Connection connection = database.getConnection()) {
            CommonTables.MESSAGING.make(connection);
            CommonTables.SAGA.make(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        execute("create table effect (text text primary key, times int not null)");
    }

    Topic<Note> facts(int partitions) {
        return made(Topic.facts("note.f" + TOPICS.incrementAndGet(), Note.class, partitions));
    }

    Topic<Note> stream(int partitions) {
        return made(Topic.stream("note.s" + TOPICS.incrementAndGet(), Note.class, partitions));
    }

    private Topic<Note> made(Topic<Note> topic) {
        KafkaClients.makeTopics(kafka, List.of(topic));
        return topic;
    }

    JdbcOutbox outbox(OutboxRelay relay) {
        return new JdbcOutbox(transactions.dataSource(), kafka, transactions, relay);
    }

    OrderConsumer<Note> consumer(
            Topic<Note> topic, Transactions over, java.util.function.Consumer<Message<Note>> handler) {
        return new OrderConsumer<>(kafka, topic, "test", over, new JdbcInbox(transactions.dataSource()), handler);
    }

    /** Counts one more effect of the text, in the transaction of the thread. */
    void effect(String text) {
        try (Connection connection = transactions.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into effect values ('" + text
                    + "', 1) on conflict (text) do update set times = effect.times + 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    int effects(String text) {
        return count("select coalesce(sum(times), 0) from effect where text = '" + text + "'");
    }

    int waiting(Topic<?> topic) {
        return count("select count(*) from outbox where topic = '" + kafka.topic(topic) + "'");
    }

    int count(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A message as another service would have written it. */
    ProducerRecord<String, byte[]> message(Topic<?> topic, String key, Object payload) {
        return CloudEvents.toKafka(
                new CloudEvents.Outgoing(
                        UUID.randomUUID(),
                        kafka.topic(topic),
                        null,
                        key,
                        topic.name(),
                        payload == null ? null : Json.bytes(payload),
                        new RequestContext("req-of-" + key, "project-1", "user-1"),
                        null,
                        Instant.now()),
                "test");
    }

    void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All that lies in a topic now, in order per partition. */
    List<ConsumerRecord<String, byte[]>> records(Topic<?> topic) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(kafka.topic(topic), partition))
                .toList();
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> reader = KafkaClients.reader(kafka)) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> reader.position(p) < ends.get(p))) {
                reader.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    static String id(ConsumerRecord<?, ?> record) {
        return CloudEvents.get(record.headers(), "ce_id");
    }
}
