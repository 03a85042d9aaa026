package io.oblako.network.ovsdb.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.error.SchemaMismatchException;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a database and the types of their columns.
 *
 * @param version of the schema, as {@code 7.0.0}; empty when the server does not say
 * @param tables columns by table; a column that the server adds to each row, such as {@code _uuid}, is not listed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7047#section-3.2">RFC 7047, section 3.2</a>
 */
public record DatabaseSchema(String name, String version, Map<String, Map<String, ColumnType>> tables) {

    public DatabaseSchema {
        var copy = new LinkedHashMap<String, Map<String, ColumnType>>();
        tables.forEach((table, columns) -> copy.put(table, Map.copyOf(columns)));
        tables = Map.copyOf(copy);
    }

    /** @throws ProtocolException when this is no schema */
    public static DatabaseSchema of(JsonNode json) {
        if (!json.path("name").isTextual() || !json.path("tables").isObject()) {
            throw new ProtocolException("No schema: " + ValueCodec.shorten(json));
        }
        var tables = new LinkedHashMap<String, Map<String, ColumnType>>();
        json.path("tables").properties().forEach(table -> {
            var columns = new LinkedHashMap<String, ColumnType>();
            table.getValue()
                    .path("columns")
                    .properties()
                    .forEach(column -> columns.put(
                            column.getKey(), ColumnType.of(column.getValue().path("type"))));
            tables.put(table.getKey(), columns);
        });
        return new DatabaseSchema(
                json.path("name").textValue(), json.path("version").asText(""), tables);
    }

    /** The types of a table's columns by name; empty when there is no such table. */
    public Map<String, ColumnType> columns(String table) {
        return tables.getOrDefault(table, Map.of());
    }

    /**
     * Checks that tables and columns are there.
     *
     * @param needed columns by table
     * @throws SchemaMismatchException that names all that is absent
     */
    public void require(Map<String, ? extends Collection<String>> needed) {
        List<String> absent = new ArrayList<>();
        needed.forEach((table, columns) -> {
            if (!tables.containsKey(table)) {
                absent.add("table " + table);
                return;
            }
            columns.stream()
                    .filter(column -> !columns(table).containsKey(column))
                    .sorted()
                    .forEach(column -> absent.add("column %s.%s".formatted(table, column)));
        });
        if (!absent.isEmpty()) {
            throw new SchemaMismatchException(
                    "Database %s (schema %s) lacks %s".formatted(name, version, String.join(", ", absent)));
        }
    }
}
