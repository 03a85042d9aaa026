package io.oblako.network.ovsdb.value;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A map from atoms to atoms, in the order of its keys. */
public record AtomMap(SortedMap<Atom, Atom> pairs) implements Value {

    public static final AtomMap EMPTY = new AtomMap(new TreeMap<>());

    public AtomMap {
        pairs = Collections.unmodifiableSortedMap(new TreeMap<>((Map<Atom, Atom>) pairs));
    }

    @Override
    public int size() {
        return pairs.size();
    }
}
