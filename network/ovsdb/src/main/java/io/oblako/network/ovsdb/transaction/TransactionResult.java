package io.oblako.network.ovsdb.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What a committed transaction has answered, by the places that {@link TransactionBuilder} gave. */
public final class TransactionResult {

    /** The result of one operation. */
    sealed interface Entry {
        record Inserted(UUID uuid) implements Entry {}

        record Selected(List<Row> rows) implements Entry {}

        record Counted(long rows) implements Entry {}

        record Nothing() implements Entry {}
    }

    private final List<Entry> entries;

    TransactionResult(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The identifier of an inserted row. */
    public UUID inserted(int place) {
        if (entries.get(place) instanceof Entry.Inserted(UUID uuid)) {
            return uuid;
        }
        throw new IllegalArgumentException("Operation %d is no insert".formatted(place));
    }

    /** The rows that were selected. */
    public List<Row> rows(int place) {
        if (entries.get(place) instanceof Entry.Selected(List<Row> rows)) {
            return rows;
        }
        throw new IllegalArgumentException("Operation %d is no select".formatted(place));
    }

    /** How many rows an update, mutate or delete has matched. */
    public long count(int place) {
        if (entries.get(place) instanceof Entry.Counted(long rows)) {
            return rows;
        }
        throw new IllegalArgumentException("Operation %d is no update, mutate or delete".formatted(place));
    }

    /** How many rows were inserted, or matched by updates, mutates and deletes: for each of those once. */
    public long written() {
        return entries.stream()
                .mapToLong(entry -> switch (entry) {
                    case Entry.Inserted _ -> 1;
                    case Entry.Counted(long rows) -> rows;
                    case Entry.Selected _, Entry.Nothing _ -> 0;
                })
                .sum();
    }

    static Entry decode(Transaction.Kind kind, JsonNode json) {
        if (!json.isObject()) {
            throw new ProtocolException("No result of an operation: " + ValueCodec.shorten(json));
        }
        return switch (kind) {
            case INSERT -> {
                JsonNode uuid = json.path("uuid");
                if (!uuid.isArray() || !uuid.path(0).asText().equals("uuid")) {
                    throw new ProtocolException("No result of an insert: " + ValueCodec.shorten(json));
                }
                yield new Entry.Inserted(ValueCodec.decodeUuid(uuid.path(1).asText()));
            }
            case SELECT -> {
                if (!json.path("rows").isArray()) {
                    throw new ProtocolException("No result of a select: " + ValueCodec.shorten(json));
                }
                var rows = new ArrayList<Row>();
                json.path("rows").forEach(row -> rows.add(ValueCodec.decodeRow(row)));
                yield new Entry.Selected(List.copyOf(rows));
            }
            case COUNT -> {
                if (!json.path("count").canConvertToLong()
                        || !json.path("count").isIntegralNumber()) {
                    throw new ProtocolException("No count of rows: " + ValueCodec.shorten(json));
                }
                yield new Entry.Counted(json.path("count").longValue());
            }
            case NOTHING -> new Entry.Nothing();
        };
    }
}
