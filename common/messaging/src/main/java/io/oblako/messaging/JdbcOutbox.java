package io.oblako.messaging;

import io.oblako.kernel.json.Json;
import io.oblako.kernel.request.RequestContext;
import io.oblako.kernel.tx.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The outbox as a table in the service's schema. The relay is woken when the transaction has committed. */
public final class JdbcOutbox implements Outbox {

    /**
     * Largest payload, in bytes; the broker takes 1 MiB with headers. A message that Kafka refuses would stand in front of
     * all others for ever, so it is refused while its transaction can still roll back.
     */
    static final int MAX_PAYLOAD_BYTES = 960 * 1024;

    private static final String INSERT = "insert into outbox"
            + " (message_id, topic, partition, key, type, payload, request_id, project, caller, traceparent)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final DataSource database;
    private final KafkaSettings settings;
    private final Transactions transactions;
    private final OutboxRelay relay;

    public JdbcOutbox(DataSource database, KafkaSettings settings, Transactions transactions, OutboxRelay relay) {
        this.database = database;
        this.settings = settings;
        this.transactions = transactions;
        this.relay = relay;
    }

    @Override
    public <T> void add(Topic<T> topic, String key, T payload) {
        insert(topic, null, key, payload);
    }

    @Override
    public <T> void add(Topic<T> topic, int partition, String key, T payload) {
        insert(topic, partition, key, payload);
    }

    @Override
    public <T> void tombstone(Topic<T> topic, String key) {
        insert(topic, null, key, null);
    }

    @Override
    public <T> void tombstone(Topic<T> topic, int partition, String key) {
        insert(topic, partition, key, null);
    }

    private <T> void insert(Topic<T> topic, @Nullable Integer partition, String key, @Nullable T payload) {
        byte[] bytes = payload == null ? null : Json.bytes(payload);
        if (bytes != null && bytes.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("A message of %s has %d bytes, at most %d can be sent"
                    .formatted(topic.name(), bytes.length, MAX_PAYLOAD_BYTES));
        }
        if (partition != null && (partition < 0 || partition >= topic.partitions())) {
            throw new IllegalArgumentException(
                    "%s has partitions 0 to %d, not %d".formatted(topic.name(), topic.partitions() - 1, partition));
        }
        RequestContext request = RequestContext.current();
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, settings.topic(topic));
            insert.setObject(3, partition, Types.INTEGER);
            insert.setString(4, key);
            insert.setString(5, topic.name());
            insert.setBytes(6, bytes);
            insert.setString(7, request.requestId());
            insert.setString(8, request.project());
            insert.setString(9, request.user());
            insert.setString(10, Trace.current());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox could not be written", e);
        }
        transactions.afterCommit(relay::poke);
    }
}
