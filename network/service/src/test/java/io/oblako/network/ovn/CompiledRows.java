package io.oblako.network.ovn;

import io.oblako.network.domain.address.Ip;
import io.oblako.network.ovsdb.value.Atom;
import io.oblako.network.ovsdb.value.AtomMap;
import io.oblako.network.ovsdb.value.AtomSet;
import io.oblako.network.ovsdb.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows as the compiler makes them, by table and by the rows that name them. */
final class CompiledRows {

    private final Map<NbTable, Map<UUID, NbRow>> rows = new HashMap<>();
    private final Map<NbTable, Map<UUID, List<NbRow>>> children = new HashMap<>();

    CompiledRows(List<NbRow> compiled) {
        compiled.forEach(
                row -> rows.computeIfAbsent(row.table(), _ -> new HashMap<>()).put(row.uuid(), row));
    }

    Stream<NbRow> all(NbTable table) {
        return rows.getOrDefault(table, Map.of()).values().stream();
    }

    List<NbRow> parents(NbRow row, NbTable table) {
        return row.parents().stream()
                .filter(parent -> parent.table() == table)
                .map(parent -> Objects.requireNonNull(rows.get(table).get(parent.uuid()), "a parent that is no row"))
                .toList();
    }

    /** By their identifiers. */
    List<NbRow> children(NbRow parent, NbTable table) {
        return children.computeIfAbsent(table, this::byParent).getOrDefault(parent.uuid(), List.of());
    }

    private Map<UUID, List<NbRow>> byParent(NbTable table) {
        Map<UUID, List<NbRow>> byParent = new HashMap<>();
        all(table)
                .sorted(Comparator.comparing(NbRow::uuid))
                .forEach(row -> row.parents()
                        .forEach(parent -> byParent.computeIfAbsent(parent.uuid(), _ -> new ArrayList<>())
                                .add(row)));
        return byParent;
    }

    static List<Atom> atoms(NbRow row, String column) {
        Value value = row.columns().get(column);
        return value instanceof AtomSet(List<Atom> atoms) ? atoms : List.of();
    }

    static List<String> texts(NbRow row, String column) {
        return atoms(row, column).stream()
                .map(atom -> ((Atom.Text) atom).value())
                .toList();
    }

    static String text(NbRow row, String column) {
        List<String> texts = texts(row, column);
        return texts.isEmpty() ? "" : texts.getFirst();
    }

    static Map<String, String> map(NbRow row, String column) {
        Map<String, String> map = new TreeMap<>();
        if (row.columns().get(column) instanceof AtomMap(var pairs)) {
            pairs.forEach((key, value) -> map.put(((Atom.Text) key).value(), ((Atom.Text) value).value()));
        }
        return map;
    }

    static boolean enabled(NbRow row) {
        List<Atom> atoms = atoms(row, "enabled");
        return atoms.isEmpty() || ((Atom.Bool) atoms.getFirst()).value();
    }

    /** The IP addresses of a port's elements: what OVN switches to it, and puts into the sets of its groups. */
    static List<Ip> addresses(NbRow port) {
        return texts(port, "addresses").stream()
                .flatMap(element -> Stream.of(element.split(" ")).skip(1))
                .map(Ip::of)
                .toList();
    }
}
