package io.oblako.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.tx.Transactions;
import io.oblako.messaging.MessagingWorld.Note;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class OrderConsumerIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private final MessagingWorld world = MessagingWorld.SHARED;
    private final String run = "o" + System.nanoTime() + '-';

    private List<ConsumerRecord<String, byte[]>> deadLetters(Topic<Note> topic) {
        return world.records(OrderConsumer.deadLetters(topic));
    }

    private void awaitEffect(String text) {
        await().atMost(SOON).until(() -> world.effects(run + text) > 0);
    }

    private void effect(Message<Note> message) {
        world.effect(run + message.key());
    }

    @Test
    void I11_aMessageThatComesTwiceHasItsEffectOnce() {
        Topic<Note> topic = world.stream(2);
        ProducerRecord<String, byte[]> order = world.message(topic, "twice", new Note("x", 1));
        for (int i = 0; i < 3; i++) {
            world.send(new ProducerRecord<>(order.topic(), i % 2, order.key(), order.value(), order.headers()));
        }
        world.send(new ProducerRecord<>(
                order.topic(),
                0,
                run,
                world.message(topic, "end-0", new Note("x", 1)).value(),
                order.headers()));
        ProducerRecord<String, byte[]> end = world.message(topic, "end", new Note("x", 1));
        world.send(new ProducerRecord<>(end.topic(), 0, "end", end.value(), end.headers()));
        ProducerRecord<String, byte[]> end1 = world.message(topic, "end1", new Note("x", 1));
        world.send(new ProducerRecord<>(end1.topic(), 1, "end1", end1.value(), end1.headers()));
        try (OrderConsumer<Note> consumer =
                world.consumer(topic, world.transactions, this::effect).start()) {
            awaitEffect("end");
            awaitEffect("end1");
            assertThat(consumer.following()).isTrue();
        }
        assertThat(world.effects(run + "twice") + world.effects(run + run)).isEqualTo(1);
    }

    @Test
    void aHandlerThatFailsIsTriedAgainAndWhatItWroteIsRolledBack() {
        Topic<Note> topic = world.stream(1);
        AtomicInteger attempts = new AtomicInteger();
        world.send(world.message(topic, "flaky", new Note("x", 1)));
        try (OrderConsumer<Note> consumer = world.consumer(topic, world.transactions, message -> {
                    effect(message);
                    if (attempts.incrementAndGet() < 4) {
                        throw new IllegalStateException("not yet");
                    }
                })
                .start()) {
            awaitEffect("flaky");
            assertThat(consumer.following()).isTrue();
        }
        assertThat(attempts).hasValue(4);
        assertThat(world.effects(run + "flaky")).isEqualTo(1);
    }

    @Test
    void PLT_03_poisonGoesToTheDeadLettersAndThePartitionGoesOn() {
        Topic<Note> topic = world.stream(1);
        String name = world.kafka.topic(topic);
        ProducerRecord<String, byte[]> like = world.message(topic, "poison", new Note("x", 1));
        world.send(new ProducerRecord<>(name, 0, "poison", "{]".getBytes(StandardCharsets.UTF_8), like.headers()));
        world.send(new ProducerRecord<>(name, 0, null, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5}));
        world.send(world.message(topic, "refused", new Note("x", 1)));
        ProducerRecord<String, byte[]> good = world.message(topic, "good", new Note("x", 1));
        good.headers().add("traceparent", "00-zz-".getBytes(StandardCharsets.UTF_8));
        world.send(good);
        AtomicInteger attempts = new AtomicInteger();
        try (OrderConsumer<Note> consumer = world.consumer(topic, world.transactions, message -> {
                    if (message.key().equals("refused")) {
                        attempts.incrementAndGet();
                        throw CloudException.conflict("the state forbids it for ever");
                    }
                    effect(message);
                })
                .start()) {
            awaitEffect("good");
            assertThat(consumer.following()).isTrue();
        }
        assertThat(attempts).hasValue(OrderConsumer.MAX_ATTEMPTS);
        List<ConsumerRecord<String, byte[]>> dead = deadLetters(topic);
        assertThat(dead).extracting(ConsumerRecord::key).containsExactly("poison", null, "refused");
        assertThat(dead.getFirst().value()).asString().isEqualTo("{]");
        assertThat(MessagingWorld.id(dead.getFirst()))
                .as("headers travel along")
                .isNotNull();
    }

    @Test
    void anOrderWaitsForTheDatabaseHoweverLongItIsAway() {
        Topic<Note> topic = world.stream(1);
        AtomicInteger away = new AtomicInteger(OrderConsumer.MAX_ATTEMPTS);
        AtomicInteger unavailable = new AtomicInteger(1);
        Transactions unreliable = over(work -> {
            if (away.getAndDecrement() > 0) {
                throw new IllegalStateException("the inbox could not be written", new SQLException("gone", "08006"));
            }
            return world.transactions.call(work);
        });
        world.send(world.message(topic, "patient", new Note("x", 1)));
        world.send(world.message(topic, "behind", new Note("x", 1)));
        try (OrderConsumer<Note> consumer = world.consumer(topic, unreliable, message -> {
                    if (unavailable.getAndDecrement() > 0) {
                        throw new CloudException(CommonError.UNAVAILABLE, "image does not answer");
                    }
                    effect(message);
                })
                .start()) {
            awaitEffect("behind");
            assertThat(consumer.following()).isTrue();
        }
        assertThat(world.effects(run + "patient")).isEqualTo(1);
        assertThat(world.effects(run + "behind")).isEqualTo(1);
        assertThat(world.count("select count(*) from effect where text = '" + run + "patient'"))
                .isEqualTo(1);
    }

    @Test
    void aCrashBetweenTheEffectAndTheOffsetDoesNotDoubleTheEffect() {
        Topic<Note> topic = world.stream(1);
        AtomicInteger crashes = new AtomicInteger(1);
        Transactions crashing = over(work -> {
            Object result = world.transactions.call(work);
            if (crashes.getAndDecrement() > 0) {
                throw new Crash();
            }
            return result;
        });
        world.send(world.message(topic, "crashed", new Note("x", 1)));
        world.send(world.message(topic, "after", new Note("x", 1)));
        try (OrderConsumer<Note> dies =
                world.consumer(topic, crashing, this::effect).start()) {
            await().dontCatchUncaughtExceptions().atMost(SOON).until(() -> world.effects(run + "crashed") > 0);
            await().dontCatchUncaughtExceptions().atMost(SOON).until(() -> !dies.following());
        }
        assertThat(world.effects(run + "after")).isZero();
        try (OrderConsumer<Note> next =
                world.consumer(topic, world.transactions, this::effect).start()) {
            awaitEffect("after");
            assertThat(next.following()).isTrue();
        }
        assertThat(world.effects(run + "crashed")).isEqualTo(1);
    }

    @Test
    void anOrderInHandWhenTheServiceStopsIsNotLost() {
        Topic<Note> topic = world.stream(1);
        AtomicInteger attempts = new AtomicInteger();
        world.send(world.message(topic, "in-hand", new Note("x", 1)));
        try (OrderConsumer<Note> stops = world.consumer(topic, world.transactions, message -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("not now");
                })
                .start()) {
            await().atMost(SOON).until(() -> attempts.get() >= 2);
            assertThat(stops.following()).isTrue();
        }
        assertThat(attempts.get()).isLessThan(OrderConsumer.MAX_ATTEMPTS);
        try (OrderConsumer<Note> next =
                world.consumer(topic, world.transactions, this::effect).start()) {
            awaitEffect("in-hand");
            assertThat(next.following()).isTrue();
        }
        assertThat(world.effects(run + "in-hand")).isEqualTo(1);
    }

    @Test
    void marksOfTheInboxAreKeptForDaysAndThenForgotten() {
        world.execute("insert into inbox (consumer, message_id, received_at) values"
                + " ('prune', gen_random_uuid(), now() - interval '9 days'),"
                + " ('prune', gen_random_uuid(), now() - interval '9 days'),"
                + " ('prune', gen_random_uuid(), now() - interval '7 days')");
        JdbcInbox inbox = new JdbcInbox(world.database);
        assertThat(inbox.prune(1)).isEqualTo(1);
        assertThat(inbox.prune(100)).isEqualTo(1);
        assertThat(world.count("select count(*) from inbox where consumer = 'prune'"))
                .isEqualTo(1);
    }

    /** Ends the thread that throws it, as a crash would. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private interface Call {
        Object call(Supplier<?> work);
    }

    private Transactions over(Call call) {
        return new Transactions() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T call(Supplier<T> work) {
                return (T) call.call(work);
            }

            @Override
            public boolean open() {
                return world.transactions.open();
            }

            @Override
            public void afterCommit(Runnable task) {
                world.transactions.afterCommit(task);
            }
        };
    }
}
