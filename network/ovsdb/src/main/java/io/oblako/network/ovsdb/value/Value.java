package io.oblako.network.ovsdb.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a column holds: a set of atoms or a map from atoms to atoms. A single value is a set with one element, because
 * the protocol makes no difference between the two; so values are equal exactly when the server takes them for equal.
 */
public sealed interface Value permits AtomSet, AtomMap {

    /** How many elements or pairs it holds. */
    int size();

    static Value of(Atom... atoms) {
        return new AtomSet(Arrays.asList(atoms));
    }

    static Value text(String value) {
        return of(new Atom.Text(value));
    }

    static Value whole(long value) {
        return of(new Atom.Whole(value));
    }

    static Value real(double value) {
        return of(new Atom.Real(value));
    }

    static Value bool(boolean value) {
        return of(new Atom.Bool(value));
    }

    static Value id(UUID value) {
        return of(new Atom.Id(value));
    }

    /** A row that the same transaction inserts under a name. */
    static Value named(String name) {
        return of(new Atom.NamedId(name));
    }

    /** Nothing: an optional column without a value, a set without elements. For maps see {@link #map}. */
    static Value none() {
        return AtomSet.EMPTY;
    }

    static Value texts(Collection<String> values) {
        var atoms = new ArrayList<Atom>(values.size());
        values.forEach(value -> atoms.add(new Atom.Text(value)));
        return new AtomSet(atoms);
    }

    static Value ids(Collection<UUID> values) {
        var atoms = new ArrayList<Atom>(values.size());
        values.forEach(value -> atoms.add(new Atom.Id(value)));
        return new AtomSet(atoms);
    }

    static Value map(Map<String, String> entries) {
        var pairs = new TreeMap<Atom, Atom>();
        entries.forEach((key, value) -> pairs.put(new Atom.Text(key), new Atom.Text(value)));
        return new AtomMap(pairs);
    }
}
