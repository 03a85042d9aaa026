package io.oblako.network.ovsdb.value;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** A set of atoms of one kind, in their order, without repetition. */
public record AtomSet(List<Atom> atoms) implements Value {

    static final AtomSet EMPTY = new AtomSet(List.of());

    /**
     * For atoms in any order, repeated or not.
     *
     * @throws IllegalArgumentException when kinds are mixed (names and identifiers of rows are one kind)
     */
    public AtomSet {
        atoms = sorted(atoms);
    }

    private static List<Atom> sorted(List<Atom> atoms) {
        if (atoms.isEmpty()) {
            return List.of();
        }
        if (atoms.size() == 1) {
            return List.of(atoms.getFirst());
        }
        List<Atom> sorted = List.copyOf(new TreeSet<>(atoms));
        Class<?> kind = kind(sorted.getFirst());
        if (kind(sorted.getLast()) != kind) {
            throw new IllegalArgumentException("A set holds atoms of one kind");
        }
        return sorted;
    }

    private static Class<?> kind(Atom atom) {
        return atom instanceof Atom.NamedId ? Atom.Id.class : atom.getClass();
    }

    @Override
    public int size() {
        return atoms.size();
    }

    public boolean contains(Atom atom) {
        return Collections.binarySearch(atoms, atom) >= 0;
    }
}
