package io.oblako.messaging;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** The inbox as a table in the service's schema. */
public final class JdbcInbox implements Inbox {

    /** A message that Kafka delivers again is delivered again much sooner than this. */
    public static final Duration KEPT = Duration.ofDays(8);

    private final DataSource database;

    public JdbcInbox(DataSource database) {
        this.database = database;
    }

    @Override
    public boolean mark(String consumer, String messageId) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into inbox (consumer, message_id) values (?, ?) on conflict do nothing")) {
            insert.setString(1, consumer);
            insert.setObject(2, UUID.fromString(messageId));
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            throw new IllegalStateException("the inbox could not be written", e);
        }
    }

    /** Removes marks older than {@link #KEPT}, at most the given number, and says how many. */
    public int prune(int atMost) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from inbox where ctid in (select ctid from"
                                + " inbox where received_at < now() - make_interval(secs => ?) limit ?)")) {
            delete.setDouble(1, KEPT.toSeconds());
            delete.setInt(2, atMost);
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the inbox could not be pruned", e);
        }
    }
}
