package io.oblako.network.ovn;

import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.transaction.Mutation;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.oblako.network.ovsdb.transaction.TransactionBuilder;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes transactions of differences: one, or several when there is much to insert. A row is inserted together with all
 * its mentions, so that none is ever there without its groups, or swept away because nothing names it. Each asserts the
 * lock: whoever lost it writes nothing.
 */
final class DiffWriter {

    private final String lock;
    private final int rowsAtOnce;

    DiffWriter(String lock, int rowsAtOnce) {
        this.lock = lock;
        this.rowsAtOnce = rowsAtOnce;
    }

    /** To be committed in order; none when nothing is different. */
    List<Transaction> transactions(Diff diff) {
        if (diff.isEmpty()) {
            return List.of();
        }
        List<Transaction> all = new ArrayList<>();
        Set<UUID> inserted = new TreeSet<>();
        Map<UUID, List<Parent>> parents = parents(diff);
        for (int from = 0; from + rowsAtOnce < diff.inserts().size(); from += rowsAtOnce) {
            List<NbRow> some = diff.inserts().subList(from, from + rowsAtOnce);
            all.add(insertions(some, parents));
            some.forEach(row -> inserted.add(row.uuid()));
        }
        all.add(rest(diff, inserted));
        return all;
    }

    private static Map<UUID, List<Parent>> parents(Diff diff) {
        Map<UUID, List<Parent>> parents = new HashMap<>();
        diff.links()
                .forEach((parent, children) -> children.forEach(child ->
                        parents.computeIfAbsent(child, _ -> new ArrayList<>()).add(parent)));
        return parents;
    }

    private Transaction insertions(List<NbRow> rows, Map<UUID, List<Parent>> parents) {
        TransactionBuilder builder = begun();
        Map<Parent, Set<UUID>> links = new HashMap<>();
        for (NbRow row : rows) {
            builder.insert(row.table().table(), row.uuid(), row.columns());
            parents.getOrDefault(row.uuid(), List.of())
                    .forEach(parent ->
                            links.computeIfAbsent(parent, _ -> new TreeSet<>()).add(row.uuid()));
        }
        links.forEach((parent, children) -> link(builder, parent, children));
        return builder.build();
    }

    private Transaction rest(Diff diff, Set<UUID> inserted) {
        TransactionBuilder builder = begun();
        for (NbRow row : diff.inserts()) {
            if (!inserted.contains(row.uuid())) {
                builder.insert(row.table().table(), row.uuid(), row.columns());
            }
        }
        diff.updates()
                .forEach(update ->
                        builder.update(update.table().table(), Condition.row(update.uuid()), update.columns()));
        diff.links().forEach((parent, children) -> {
            Set<UUID> open = new TreeSet<>(children);
            open.removeAll(inserted);
            if (!open.isEmpty()) {
                link(builder, parent, open);
            }
        });
        diff.unlinks()
                .forEach((parent, children) -> builder.mutate(
                        parent.table().table(),
                        Condition.row(parent.uuid()),
                        Mutation.delete(parent.column(), Value.ids(children))));
        diff.deletes().forEach(row -> builder.delete(row.table().table(), Condition.row(row.uuid())));
        return builder.build();
    }

    private TransactionBuilder begun() {
        TransactionBuilder builder = Transaction.builder();
        builder.assertLock(lock);
        return builder;
    }

    private static void link(TransactionBuilder builder, Parent parent, Collection<UUID> children) {
        builder.mutate(
                parent.table().table(),
                Condition.row(parent.uuid()),
                Mutation.insert(parent.column(), Value.ids(children)));
    }
}
