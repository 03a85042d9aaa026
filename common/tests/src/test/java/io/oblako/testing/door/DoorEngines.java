package io.oblako.testing.door;

import io.oblako.testing.CommonTables;
import io.oblako.testing.Engines;
import io.oblako.testing.TestIdentity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A space of its own with the tables that every service has, and one for the effects of requests. */
public final class DoorEngines implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        Engines.Space space = Engines.space("door");
        try (Connection connection = DriverManager.getConnection(
                        space.databaseUrl(), space.databaseUser(), space.databasePassword());
                Statement statement = connection.createStatement()) {
            CommonTables.MESSAGING.make(connection);
            statement.execute("create table effect (name text, unique (name) deferrable initially deferred)");
            statement.execute("create table strict_effect (name text primary key)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Map<String, String> config =
                new HashMap<>(TestIdentity.publishedTo(space).config());
        config.putAll(space.config());
        // What an installation sets to get its log as JSON: JsonLogIT reads it.
        config.put("OBLAKO_LOG_JSON", "true");
        return config;
    }

    @Override
    public void stop() {
        // The space stays: the engines are thrown away as a whole after the build.
    }
}
