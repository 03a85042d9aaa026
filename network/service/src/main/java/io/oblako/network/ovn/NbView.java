package io.oblako.network.ovn;

import io.oblako.network.ovsdb.value.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The Northbound database as it was at one moment. */
interface NbView {

    Optional<Row> row(NbTable table, UUID uuid);

    /** All rows, also those that are not ours. */
    Collection<Row> rows(NbTable table);

    /** Those that say they belong to the unit. */
    List<Row> of(NbTable table, Unit unit);

    /** The unit that the row says it belongs to; empty for rows of others. */
    static Optional<Unit> unit(Row row) {
        var ids = row.map(NbTable.EXTERNAL_IDS);
        String kind = ids.get(NbRow.KIND);
        String id = ids.get(NbRow.ID);
        if (kind == null || id == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Unit(kind, UUID.fromString(id)));
        } catch (IllegalArgumentException e) {
            return Optional.of(new Unit(kind, Unit.CLOUD.id())); // Somebody has changed it: nobody wants such a row.
        }
    }
}
