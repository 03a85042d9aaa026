package io.oblako.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables that services have in common, for tests that do without Flyway. */
public enum CommonTables {
    MESSAGING("/db/common/messaging/R__messaging.sql"),
    SAGA("/db/common/saga/R__saga.sql");

    private final String migration;

    CommonTables(String migration) {
        this.migration = migration;
    }

    /** Makes them in the current schema; those that are there stay as they are. */
    public void make(Connection connection) throws SQLException {
        try (InputStream text = CommonTables.class.getResourceAsStream(migration);
                Statement statement = connection.createStatement()) {
            statement.execute(new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
