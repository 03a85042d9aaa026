package io.oblako.network.ovn;

import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.AtomMap;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that are wanted with those that are there. Rows that do not say they are ours are left alone, and so
 * is whatever they are named in. Pure; one object per comparison.
 */
final class Differ {

    private final NbView actual;
    private final Map<UUID, NbRow> wanted = new LinkedHashMap<>();
    private final Map<Parent, Set<UUID>> named = new HashMap<>();
    private final List<NbRow> inserts = new ArrayList<>();
    private final List<Diff.Update> updates = new ArrayList<>();
    private final Map<Parent, SortedSet<UUID>> links = new LinkedHashMap<>();
    private final Map<Parent, SortedSet<UUID>> unlinks = new LinkedHashMap<>();
    private final List<Diff.Delete> deletes = new ArrayList<>();
    private final List<Parent> strays = new ArrayList<>();

    private Differ(Collection<NbRow> wanted, NbView actual) {
        this.actual = actual;
        wanted.stream()
                .sorted(Comparator.comparing(NbRow::table).thenComparing(NbRow::uuid))
                .forEach(row -> this.wanted.put(row.uuid(), row));
    }

    /** Everything: also what somebody changed by hand. */
    static Diff whole(Collection<NbRow> wanted, NbView actual) {
        Differ differ = new Differ(wanted, actual);
        differ.rows();
        Set<UUID> unwanted = differ.unwanted();
        differ.everyLink(unwanted);
        return differ.diff();
    }

    /**
     * The rows of some units, and where they are named according to themselves.
     *
     * @param wanted all rows of these units
     */
    static Diff units(Collection<Unit> units, Collection<NbRow> wanted, NbView actual) {
        Differ differ = new Differ(wanted, actual);
        differ.rows();
        Set<Unit> distinct = new HashSet<>(units);
        for (Unit unit : distinct) {
            for (NbTable table : NbTable.values()) {
                actual.of(table, unit).forEach(row -> differ.ownLinks(table, row));
            }
        }
        differ.wanted.values().forEach(differ::wantedLinks);
        return differ.diff();
    }

    private Diff diff() {
        return new Diff(inserts, updates, links, unlinks, deletes, strays);
    }

    /** Rows that are not there, and columns that are different. */
    private void rows() {
        for (NbRow row : wanted.values()) {
            Optional<Row> there = actual.row(row.table(), row.uuid());
            if (there.isEmpty()) {
                inserts.add(row);
                continue;
            }
            Map<String, Value> changed = changed(row, there.get());
            if (!changed.isEmpty()) {
                updates.add(new Diff.Update(row.table(), row.uuid(), changed));
            }
        }
    }

    private static Map<String, Value> changed(NbRow row, Row there) {
        Map<String, Value> changed = new TreeMap<>();
        for (String column : row.table().columns()) {
            Value is = there.value(column);
            Value should = row.columns().getOrDefault(column, Value.none());
            if (should.size() == 0 && is.size() == 0) {
                continue;
            }
            if (!should.equals(is)) {
                changed.put(column, should.size() == 0 && is instanceof AtomMap ? AtomMap.EMPTY : should);
            }
        }
        Value ids = row.columns().get(NbTable.EXTERNAL_IDS);
        boolean told = withoutRevision(ids).equals(withoutRevision(there.value(NbTable.EXTERNAL_IDS)));
        if (ids != null && (!told || !changed.isEmpty()) && !ids.equals(there.value(NbTable.EXTERNAL_IDS))) {
            changed.put(NbTable.EXTERNAL_IDS, ids);
        }
        return changed;
    }

    /** A revision alone is no reason to write: many changes of a thing are none of its rows. */
    private static Map<Object, Object> withoutRevision(@Nullable Value ids) {
        Map<Object, Object> told = new HashMap<>();
        if (ids instanceof AtomMap(var pairs)) {
            told.putAll(pairs);
            told.remove(new Atom.Text(NbRow.REVISION));
        }
        return told;
    }

    /** Rows that say they are ours and that nobody wants. Those that live by themselves are deleted. */
    private Set<UUID> unwanted() {
        Set<UUID> unwanted = new HashSet<>();
        for (NbTable table : NbTable.values()) {
            for (Row row : actual.rows(table)) {
                if (!wanted.containsKey(row.uuid()) && NbView.unit(row).isPresent()) {
                    drop(table, row);
                    unwanted.add(row.uuid());
                }
            }
        }
        return unwanted;
    }

    private void drop(NbTable table, Row row) {
        if (table.root()) {
            deletes.add(new Diff.Delete(table, row.uuid()));
        }
    }

    private void everyLink(Set<UUID> unwanted) {
        Map<Parent, Set<UUID>> should = new HashMap<>();
        wanted.values()
                .forEach(row -> row.parents()
                        .forEach(parent -> should.computeIfAbsent(parent, _ -> new HashSet<>())
                                .add(row.uuid())));
        wanted.values().forEach(this::wantedLinks);
        for (NbTable table : NbTable.parents()) {
            for (Row row : actual.rows(table)) {
                for (String column : table.links()) {
                    Parent parent = new Parent(table, row.uuid(), column);
                    Set<UUID> children = should.getOrDefault(parent, Set.of());
                    for (UUID child : named(parent)) {
                        boolean ours = wanted.containsKey(child) && wanted.containsKey(row.uuid());
                        if (!children.contains(child) && (ours || unwanted.contains(child))) {
                            unlink(parent, child);
                        }
                    }
                }
            }
        }
    }

    /** Where the row should be named and is not. */
    private void wantedLinks(NbRow row) {
        for (Parent parent : row.parents()) {
            boolean there = actual.row(parent.table(), parent.uuid()).isPresent();
            if (!there && !wanted.containsKey(parent.uuid())) {
                strays.add(parent);
            } else if (!named(parent).contains(row.uuid())) {
                links.computeIfAbsent(parent, _ -> new TreeSet<>()).add(row.uuid());
            }
        }
    }

    /** Where a row of a unit is named, as it says itself, and no longer should be. */
    private void ownLinks(NbTable table, Row row) {
        NbRow should = wanted.get(row.uuid());
        if (should == null) {
            drop(table, row);
        }
        Set<Parent> parents = should == null ? Set.of() : new HashSet<>(should.parents());
        String in = row.map(NbTable.EXTERNAL_IDS).getOrDefault(NbRow.IN, "");
        for (String word : in.split(" ", -1)) {
            ids(word).ifPresent(uuid -> unlinkOthers(uuid, row.uuid(), parents));
        }
    }

    private void unlinkOthers(UUID parentUuid, UUID child, Set<Parent> parents) {
        for (NbTable table : NbTable.parents()) {
            for (String column : table.links()) {
                Parent parent = new Parent(table, parentUuid, column);
                if (!parents.contains(parent) && named(parent).contains(child)) {
                    unlink(parent, child);
                }
            }
        }
    }

    /** What a parent names now: made once, because each of a thousand children asks. */
    private Set<UUID> named(Parent parent) {
        return named.computeIfAbsent(
                parent,
                _ -> actual.row(parent.table(), parent.uuid())
                        .map(row -> row.references(parent.column()))
                        .orElse(Set.of()));
    }

    private void unlink(Parent parent, UUID child) {
        unlinks.computeIfAbsent(parent, _ -> new TreeSet<>()).add(child);
    }

    private static Optional<UUID> ids(String word) {
        try {
            return word.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Somebody has changed it; the comparison of everything does not need it.
        }
    }
}
