package io.oblako.network.ovsdb.replica;

import io.oblako.network.ovsdb.value.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What has become of one row between two snapshots. */
public sealed interface RowChange {

    String table();

    UUID uuid();

    /** The change from one row, or none, to another, or none; null when both are equal. */
    static @Nullable RowChange between(String table, @Nullable Row before, @Nullable Row after) {
        if (after == null) {
            return before == null ? null : new Deleted(table, before);
        }
        if (before == null) {
            return new Inserted(table, after);
        }
        return before.equals(after) ? null : new Modified(table, before, after);
    }

    record Inserted(String table, Row row) implements RowChange {
        @Override
        public UUID uuid() {
            return row.uuid();
        }
    }

    record Modified(String table, Row before, Row after) implements RowChange {
        @Override
        public UUID uuid() {
            return after.uuid();
        }
    }

    record Deleted(String table, Row row) implements RowChange {
        @Override
        public UUID uuid() {
            return row.uuid();
        }
    }
}
