package io.oblako.network.persistence;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.json.Json;
import io.oblako.network.domain.Standard;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row a result stands at, by the names of its columns. */
final class Row {

    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    /** Makes a thing from a row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    Standard standard() throws SQLException {
        return new Standard(
                id("id"),
                ProjectId.of(text("project_id")),
                text("name"),
                text("description"),
                texts("tags"),
                when("created_at"),
                when("updated_at"),
                number("revision"));
    }

    UUID id(String column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    @Nullable
    UUID optionalId(String column) throws SQLException {
        return rows.getObject(column, UUID.class);
    }

    String text(String column) throws SQLException {
        return rows.getString(column);
    }

    @Nullable
    String optionalText(String column) throws SQLException {
        return rows.getString(column);
    }

    boolean flag(String column) throws SQLException {
        return rows.getBoolean(column);
    }

    long number(String column) throws SQLException {
        return rows.getLong(column);
    }

    int integer(String column) throws SQLException {
        return rows.getInt(column);
    }

    @Nullable
    Integer optionalInteger(String column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : value;
    }

    Instant when(String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).toInstant();
    }

    List<String> texts(String column) throws SQLException {
        Array array = rows.getArray(column);
        return Arrays.stream((Object[]) array.getArray()).map(String::valueOf).toList();
    }

    List<UUID> ids(String column) throws SQLException {
        return texts(column).stream().map(UUID::fromString).toList();
    }

    JsonNode json(String column) throws SQLException {
        return Json.read(rows.getString(column), JsonNode.class);
    }
}
