package io.oblako.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.oblako.messaging.MessagingWorld.Note;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A replica with a lasting name keeps its place in the group over a restart; two that live under one name both go on. */
class LastingPlaceIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int PARTITIONS = 2;

    private final MessagingWorld world = MessagingWorld.SHARED;
    private final Topic<Note> topic = world.stream(PARTITIONS);
    private final String group = world.kafka.topicPrefix() + "test-" + topic.name();

    private OrderConsumer<Note> replica(Set<String> taken) {
        KafkaSettings settings =
                new KafkaSettings(world.kafka.bootstrap(), world.kafka.topicPrefix(), "test", "replica.1");
        JdbcInbox inbox = new JdbcInbox(world.transactions.dataSource());
        return new OrderConsumer<>(
                        settings, topic, "test", world.transactions, inbox, message -> taken.add(message.key()))
                .start();
    }

    /** One message to each partition, whose keys begin so. */
    private void send(String key) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            ProducerRecord<String, byte[]> record =
                    world.message(topic, key + '-' + partition, new Note(key, partition));
            world.send(new ProducerRecord<>(record.topic(), partition, record.key(), record.value(), record.headers()));
        }
    }

    private Collection<MemberDescription> members() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", world.kafka.bootstrap());
        try (Admin admin = Admin.create(properties)) {
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> places(Collection<MemberDescription> members) {
        return members.stream()
                .map(member -> member.groupInstanceId().orElse("none"))
                .collect(Collectors.toSet());
    }

    @Test
    void aReplicaThatIsStartedAnewHasItsPlaceAtOnce() throws InterruptedException {
        Set<String> taken = ConcurrentHashMap.newKeySet();
        try (Neighbour neighbour = new Neighbour()) {
            int rebalances;
            try (OrderConsumer<Note> first = replica(taken)) {
                await().atMost(SOON).until(() -> neighbour.partitions() == 1);
                send("first");
                await().atMost(SOON).until(() -> !taken.isEmpty());
                assertThat(first.following()).isTrue();
                rebalances = neighbour.rebalancesOnceSettled();
            }
            assertThat(places(members()))
                    .as("nobody leaves a lasting place, neither in good order nor killed")
                    .containsExactlyInAnyOrder("test-replica.1-0", "none");
            taken.clear();
            send("second");
            try (OrderConsumer<Note> second = replica(taken)) {
                await().atMost(SOON).until(() -> taken.stream().anyMatch(key -> key.startsWith("second")));
                assertThat(second.following()).isTrue();
            }
            assertThat(neighbour.rebalances)
                    .as("the group has waited for nothing: its members were the same all the time")
                    .hasValue(rebalances);
        }
    }

    @Test
    void ofTwoThatLiveUnderOneNameTheOlderGoesOnWithoutAPlace() {
        Set<String> older = ConcurrentHashMap.newKeySet();
        Set<String> newer = ConcurrentHashMap.newKeySet();
        try (OrderConsumer<Note> first = replica(older)) {
            send("first");
            await().atMost(SOON).until(() -> older.size() == PARTITIONS);
            try (OrderConsumer<Note> second = replica(newer)) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(members())
                                .hasSize(2)
                                .allSatisfy(
                                        member -> assertThat(member.assignment().topicPartitions())
                                                .hasSize(1)));
                assertThat(places(members())).containsExactlyInAnyOrder("test-replica.1-0", "none");
                older.clear();
                send("second");
                await().atMost(SOON).until(() -> older.size() == 1 && newer.size() == 1);
                assertThat(first.following()).isTrue();
                assertThat(second.following()).isTrue();
            }
        }
    }

    @Test
    void aNameThatKafkaWouldRefuseIsRefusedAtOnce() {
        assertThatThrownBy(() -> new KafkaSettings("localhost:1", "", "test", "a/b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/b");
    }

    /** Another member of the group, which notices when its members are counted anew. */
    private final class Neighbour implements AutoCloseable {

        private final AtomicInteger rebalances = new AtomicInteger();
        private final KafkaConsumer<String, byte[]> consumer = KafkaClients.member(world.kafka, group(), null);
        private final Thread thread = Thread.ofPlatform().daemon().start(this::poll);
        private volatile int partitions;
        private volatile boolean over;

        private String group() {
            return group.substring(world.kafka.topicPrefix().length());
        }

        /** Handing over a partition takes two rebalances. */
        int rebalancesOnceSettled() {
            AtomicInteger seen = new AtomicInteger();
            await().during(Duration.ofSeconds(1))
                    .atMost(SOON)
                    .until(() -> seen.getAndSet(rebalances.get()) == rebalances.get());
            return rebalances.get();
        }

        int partitions() {
            return partitions;
        }

        private void poll() {
            consumer.subscribe(List.of(world.kafka.topic(topic)), new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
                    rebalances.incrementAndGet();
                }

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
                    rebalances.incrementAndGet();
                }
            });
            try (consumer) {
                while (!over) {
                    consumer.poll(Duration.ofMillis(100));
                    partitions = consumer.assignment().size();
                }
            }
        }

        @Override
        public void close() throws InterruptedException {
            over = true;
            thread.join(Duration.ofSeconds(10));
        }
    }
}
