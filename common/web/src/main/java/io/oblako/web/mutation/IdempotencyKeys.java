package io.oblako.web.mutation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.json.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Answers by {@code Idempotency-Key}, in the table {@code idempotency} of the service's schema. A key belongs to one user
 * in one project and is kept for a day. Two requests with one key at the same moment: the second waits in PostgreSQL for
 * the first to commit, then gets its answer.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key HTTP
 *     Header Field</a>
 */
@ApplicationScoped
class IdempotencyKeys {

    static final Duration KEPT = Duration.ofDays(1);

    private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};
    private static final List<String> NOT_REPEATED =
            List.of("content-length", "content-type", "x-openstack-request-id");

    private final DataSource database;

    IdempotencyKeys(DataSource database) {
        this.database = database;
    }

    /**
     * What makes two requests the same: method, path and all that the method was given from the request.
     *
     * @throws IllegalStateException when the body is of a type that cannot be compared: another body under the same key
     *     would get the first one's answer
     */
    static String fingerprint(String method, String path, @Nullable Object[] parameters) {
        List<@Nullable Object> said = new ArrayList<>(List.of(method, path));
        for (Object parameter : parameters) {
            if (parameter == null || isSaid(parameter)) {
                said.add(parameter);
            } else if (!isContext(parameter)) {
                throw new IllegalStateException("A POST with an Idempotency-Key cannot take a " + parameter.getClass());
            }
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(Json.text(said).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static boolean isSaid(Object parameter) {
        return parameter instanceof JsonNode
                || parameter instanceof Record
                || parameter instanceof CharSequence
                || parameter instanceof byte[]
                || parameter instanceof Map
                || parameter instanceof Collection
                || parameter instanceof Number
                || parameter instanceof Boolean
                || parameter instanceof Enum
                || parameter instanceof UUID;
    }

    /** What the framework hands in: it is about the request, not in it. */
    private static boolean isContext(Object parameter) {
        return parameter instanceof UriInfo
                || parameter instanceof HttpHeaders
                || parameter instanceof SecurityContext
                || parameter instanceof Request;
    }

    /**
     * Takes the key for this request.
     *
     * @return the answer of the request that had the key before; empty when this is the first
     * @throws CloudException CONFLICT when the key was used for another request
     */
    Optional<Response> claim(String caller, String key, String fingerprint) {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into idempotency (caller, key, fingerprint)"
                                + " values (?, ?, ?) on conflict do nothing")) {
            insert.setString(1, caller);
            insert.setString(2, key);
            insert.setString(3, fingerprint);
            if (insert.executeUpdate() == 1) {
                return Optional.empty();
            }
            return Optional.of(before(connection, caller, key, fingerprint)
                    .orElseThrow(() -> CloudException.conflict(
                            "A request with this Idempotency-Key is under way: repeat it later.")));
        } catch (SQLException e) {
            throw new IllegalStateException("the idempotency key could not be looked up", e);
        }
    }

    /**
     * Looks without taking the key.
     *
     * @return the answer of the request that had the key before; empty when none has
     * @throws CloudException like {@link #claim}
     */
    Optional<Response> answer(String caller, String key, String fingerprint) {
        try (Connection connection = database.getConnection()) {
            return before(connection, caller, key, fingerprint);
        } catch (SQLException e) {
            throw new IllegalStateException("the idempotency key could not be looked up", e);
        }
    }

    private static Optional<Response> before(Connection connection, String caller, String key, String fingerprint)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select fingerprint, status, headers, body from idempotency where caller = ? and key = ?")) {
            select.setString(1, caller);
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                if (!fingerprint.equals(row.getString("fingerprint"))) {
                    throw CloudException.conflict(
                            "This Idempotency-Key was used for another request: choose a new key for a new request.");
                }
                int status = row.getInt("status");
                if (row.wasNull()) {
                    // An older release kept nothing of an answer with a secret.
                    throw CloudException.conflict("This request was already carried out: look for what it made.");
                }
                return Optional.of(replay(status, row.getString("headers"), row.getBytes("body")));
            }
        }
    }

    private static Map<String, List<String>> headers(String json) {
        try {
            return Json.shared().readValue(json, HEADERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response replay(int status, String headers, byte @Nullable [] body) {
        Response.ResponseBuilder again = Response.status(status).header("Idempotency-Replayed", "true");
        headers(headers).forEach((name, values) -> values.forEach(v -> again.header(name, v)));
        if (body != null) {
            again.type("application/json").entity(new String(body, StandardCharsets.UTF_8));
        }
        return again.build();
    }

    /**
     * Keeps the answer, in the transaction of its effect.
     *
     * @param secrets fields that are left out of what is kept, as in {@link Mutation#secretAnswer()}
     */
    void remember(String caller, String key, Response response, List<String> secrets) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.getStringHeaders().forEach((name, values) -> {
            if (!NOT_REPEATED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values);
            }
        });
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update idempotency set status = ?, headers = ?, body = ? where caller = ? and key = ?")) {
            update.setInt(1, response.getStatus());
            update.setString(2, Json.text(headers));
            update.setBytes(3, without(secrets, bytes(response.getEntity())));
            update.setString(4, caller);
            update.setString(5, key);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("the answer could not be kept", e);
        }
    }

    /** As the framework writes it: text and bytes as they are, all else as JSON. */
    private static byte @Nullable [] bytes(@Nullable Object entity) {
        return switch (entity) {
            case null -> null;
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] raw -> raw;
            default -> Json.bytes(entity);
        };
    }

    /** A document without the fields that a path names; a path that leads nowhere takes nothing away. */
    private static byte @Nullable [] without(List<String> secrets, byte @Nullable [] document) {
        if (secrets.isEmpty() || document == null) {
            return document;
        }
        JsonNode whole = Json.read(document, JsonNode.class);
        for (String path : secrets) {
            int last = path.lastIndexOf('.');
            JsonNode holder =
                    whole.at(last < 0 ? "" : "/" + path.substring(0, last).replace('.', '/'));
            if (holder instanceof ObjectNode fields) {
                fields.remove(path.substring(last + 1));
            }
        }
        return Json.bytes(whole);
    }

    /** Forgets keys older than {@link #KEPT}, at most the given number, and says how many. */
    int prune(int atMost) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from idempotency where ctid in (select ctid from"
                                + " idempotency where created_at < now() - make_interval(secs => ?) limit ?)")) {
            delete.setDouble(1, KEPT.toSeconds());
            delete.setInt(2, atMost);
            return delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("old idempotency keys could not be forgotten", e);
        }
    }
}
