package io.oblako.messaging;

import io.oblako.kernel.request.RequestContext;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what the outbox holds, in order of its sequence, and deletes what Kafka has acknowledged. One replica at a
 * time relays, by an advisory lock of PostgreSQL that its connection holds; the others look every 200 ms whether they
 * may take over. A kill between publishing and deleting publishes again: consumers tell by the message id.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 500;
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);

    private final DataSource database;
    private final KafkaSettings settings;
    private final Semaphore poked = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long published;
    private volatile Instant lastRound = Instant.EPOCH;
    private @Nullable Connection lease;
    private @Nullable KafkaProducer<String, byte[]> producer;

    public OutboxRelay(DataSource database, KafkaSettings settings) {
        this.database = database;
        this.settings = settings;
        this.thread = Thread.ofPlatform().name("outbox-relay").daemon(true).unstarted(this::loop);
    }

    public OutboxRelay start() {
        thread.start();
        return this;
    }

    /** Says that something was committed; costs nothing when the relay is already awake. */
    public void poke() {
        if (poked.availablePermits() == 0) {
            poked.release();
        }
    }

    /** Messages published since the start, for metrics. */
    public long published() {
        return published;
    }

    /**
     * When the relay last found the outbox empty, emptied it, or saw that another replica does; old when Kafka or the
     * database is away.
     */
    public Instant lastRound() {
        return lastRound;
    }

    private void loop() {
        try {
            while (!stopped) {
                Duration pause = round();
                if (!pause.isZero() && poked.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    poked.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dropProducer(Duration.ofSeconds(1));
            release();
        }
    }

    /** @return how long to sleep unless poked */
    private Duration round() throws InterruptedException {
        try {
            Connection connection = holdLease();
            if (connection == null) {
                lastRound = Instant.now();
                return IDLE;
            }
            int sent = relay(connection, holdProducer());
            published += sent;
            lastRound = Instant.now();
            return sent == BATCH ? Duration.ZERO : IDLE;
        } catch (SQLException | ExecutionException | TimeoutException | RuntimeException e) {
            if (!stopped) {
                LOG.warnf(e, "Messages wait in the outbox: the relay tries again in %s", AFTER_FAILURE);
            }
            // What this producer still holds would overtake what the next round sends.
            dropProducer(Duration.ZERO);
            release();
            return AFTER_FAILURE;
        }
    }

    private KafkaProducer<String, byte[]> holdProducer() {
        KafkaProducer<String, byte[]> held = producer;
        if (held == null) {
            held = KafkaClients.producer(settings);
            producer = held;
        }
        return held;
    }

    private void dropProducer(Duration patience) {
        KafkaProducer<String, byte[]> held = producer;
        producer = null;
        if (held != null) {
            held.close(patience);
        }
    }

    private int relay(Connection connection, KafkaProducer<String, byte[]> kafka)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        List<Long> sequence = new ArrayList<>();
        List<Future<RecordMetadata>> acks = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "select seq, message_id, topic, partition, key, type, payload, request_id, project, caller, traceparent,"
                                + " created_at from outbox order by seq limit " + BATCH);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                sequence.add(rows.getLong("seq"));
                acks.add(kafka.send(CloudEvents.toKafka(outgoing(rows), settings.source())));
            }
        }
        for (Future<RecordMetadata> ack : acks) {
            ack.get(ACK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (!sequence.isEmpty()) {
            Array published = connection.createArrayOf("bigint", sequence.toArray());
            try (PreparedStatement delete = connection.prepareStatement("delete from outbox where seq = any(?)")) {
                delete.setArray(1, published);
                delete.executeUpdate();
            }
        }
        return sequence.size();
    }

    private static CloudEvents.Outgoing outgoing(ResultSet row) throws SQLException {
        int partition = row.getInt("partition");
        Integer chosen = row.wasNull() ? null : partition;
        return new CloudEvents.Outgoing(
                row.getObject("message_id", UUID.class),
                row.getString("topic"),
                chosen,
                row.getString("key"),
                row.getString("type"),
                row.getBytes("payload"),
                new RequestContext(row.getString("request_id"), row.getString("project"), row.getString("caller")),
                row.getString("traceparent"),
                row.getTimestamp("created_at").toInstant());
    }

    /** The connection whose session holds the lock; absent while another replica holds it. */
    private @Nullable Connection holdLease() throws SQLException {
        Connection held = lease;
        if (held != null) {
            return held;
        }
        Connection candidate = database.getConnection();
        try (PreparedStatement lock = candidate.prepareStatement(
                        "select pg_try_advisory_lock(hashtext('oblako-outbox-' || current_schema()))");
                ResultSet result = lock.executeQuery()) {
            if (result.next() && result.getBoolean(1)) {
                lease = candidate;
                return candidate;
            }
        } catch (SQLException | RuntimeException e) {
            candidate.close();
            throw e;
        }
        candidate.close();
        return null;
    }

    private void release() {
        Connection held = lease;
        lease = null;
        if (held == null) {
            return;
        }
        try (held;
                PreparedStatement unlock = held.prepareStatement("select pg_advisory_unlock_all()")) {
            unlock.execute();
        } catch (SQLException e) {
            LOG.debug("The relay's connection was already gone, and its lock with it", e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        poked.release();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
