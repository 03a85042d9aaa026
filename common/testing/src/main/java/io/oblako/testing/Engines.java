package io.oblako.testing;

import io.oblako.kernel.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The real PostgreSQL, Kafka and Keycloak that tests run against: started once per build by {@code ./oblako engines up},
 * found by the environment when it says where they are ({@code engines.env}), or else started on first use and left running
 * for the next test. {@code ./oblako test} prepares them while Maven compiles: the first use then waits for it. Each
 * module takes a {@link Space} of its own in them, so modules never see each other.
 */
public final class Engines {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(8);
    private static final Map<String, String> ENVIRONMENT = load();

    private Engines() {}

    /**
     * A schema and a topic prefix that nobody else uses.
     *
     * @param databaseUrl JDBC URL whose current schema is the space's
     */
    public record Space(
            String databaseUrl,
            String databaseUser,
            String databasePassword,
            String schema,
            String kafka,
            String topicPrefix) {

        /** The configuration a service needs to live in this space. */
        public Map<String, String> config() {
            Map<String, String> config = new HashMap<>();
            config.put("quarkus.datasource.jdbc.url", databaseUrl);
            config.put("quarkus.datasource.username", databaseUser);
            config.put("quarkus.datasource.password", databasePassword);
            config.put("quarkus.flyway.default-schema", schema);
            config.put("oblako.kafka", kafka);
            config.put("oblako.topic-prefix", topicPrefix);
            return config;
        }
    }

    /** Makes a fresh space; {@code name} is for people who look into the engines. */
    public static Space space(String name) {
        String schema = name + '_' + UUID.randomUUID().toString().substring(0, 8);
        String url = get("OBLAKO_TEST_PG_URL");
        String user = get("OBLAKO_TEST_PG_USER");
        String password = get("OBLAKO_TEST_PG_PASSWORD");
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException("the test database does not take a schema", e);
        }
        return new Space(
                url + (url.contains("?") ? "&" : "?") + "currentSchema=" + schema,
                user,
                password,
                schema,
                get("OBLAKO_TEST_KAFKA"),
                schema + '.');
    }

    public static String keycloakUrl() {
        return get("OBLAKO_TEST_KEYCLOAK_URL");
    }

    public static String keycloakClientId() {
        return get("OBLAKO_TEST_KEYCLOAK_CLIENT_ID");
    }

    public static String keycloakClientSecret() {
        return get("OBLAKO_TEST_KEYCLOAK_CLIENT_SECRET");
    }

    private static String get(String name) {
        String value = ENVIRONMENT.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: do the engines run? ./oblako engines up");
        }
        return value;
    }

    private static Map<String, String> load() {
        if (System.getenv("OBLAKO_TEST_PG_URL") != null) {
            return System.getenv();
        }
        Path root = root();
        Path state = Path.of(System.getenv()
                .getOrDefault(
                        "OBLAKO_TEST_ENGINES",
                        root.resolve(".oblako/test-engines").toString()));
        start(root.resolve("oblako"), state);
        try {
            Map<String, String> lines = new HashMap<>();
            for (String line : Files.readAllLines(state.resolve("engines.env"))) {
                int equals = line.indexOf('=');
                if (equals > 0 && !line.startsWith("#")) {
                    lines.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            return Map.copyOf(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Path launcher, Path state) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", System.getProperty("user.home"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        String cache = System.getenv("OBLAKO_CACHE");
        if (cache != null) {
            environment.put("OBLAKO_CACHE", cache);
        }
        List<String> command = List.of(launcher.toString(), "engines", "up", "--state", state.toString());
        Processes.Result started = Processes.run(command, environment, START_TIMEOUT);
        if (!started.ok()) {
            throw new IllegalStateException("./oblako engines up failed:\n" + started.output());
        }
    }

    /** The checkout: where the launcher is. */
    public static Path root() {
        String given = System.getProperty("checkout.root");
        if (given != null) {
            return Path.of(given);
        }
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.isExecutable(at.resolve("oblako"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new IllegalStateException(
                    "the launcher ./oblako is not above " + Path.of("").toAbsolutePath());
        }
        return at;
    }
}
