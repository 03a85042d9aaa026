package io.oblako.network.ovn;

import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.UUID;

/**
 * What has to be written. Carried out in the order of its parts, row by row or all at once, it leads to what is wanted.
 *
 * @param inserts parents before their children
 * @param updates columns by row
 * @param links children that parents have to name, by parent
 * @param unlinks children that parents no longer may name; rows that do not live by themselves go with their last one
 * @param deletes rows that live by themselves
 * @param strays parents that were to name something but are not there: only a comparison of everything helps
 */
record Diff(
        List<NbRow> inserts,
        List<Update> updates,
        Map<Parent, SortedSet<UUID>> links,
        Map<Parent, SortedSet<UUID>> unlinks,
        List<Delete> deletes,
        List<Parent> strays) {

    /** Columns of a row that get other values. */
    record Update(NbTable table, UUID uuid, Map<String, Value> columns) {}

    /** A row that nobody wants. */
    record Delete(NbTable table, UUID uuid) {}

    boolean isEmpty() {
        return inserts.isEmpty() && updates.isEmpty() && links.isEmpty() && unlinks.isEmpty() && deletes.isEmpty();
    }

    /** How many rows are written, for people. */
    int size() {
        return inserts.size() + updates.size() + links.size() + unlinks.size() + deletes.size();
    }
}
