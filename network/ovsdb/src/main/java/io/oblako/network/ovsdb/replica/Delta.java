package io.oblako.network.ovsdb.replica;

import java.util.List;
import java.util.stream.Stream;

/**
 * What has changed between two snapshots, each row once.
 *
 * @param changes in no particular order
 * @param to the snapshot that they lead to
 */
public record Delta(List<RowChange> changes, Snapshot to) {

    public Delta {
        changes = List.copyOf(changes);
    }

    /** The changes of one table. */
    public Stream<RowChange> of(String table) {
        return changes.stream().filter(change -> change.table().equals(table));
    }
}
