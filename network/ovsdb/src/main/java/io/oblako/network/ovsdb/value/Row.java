package io.oblako.network.ovsdb.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * One row as it was at one moment. The accessors for a kind throw {@link IllegalArgumentException} when the column
 * was not asked for or holds another kind: that is a bug of the caller, not of the data.
 *
 * @param columns by name; without {@code _uuid}
 */
public record Row(UUID uuid, Map<String, Value> columns) {

    public Row {
        columns = Map.copyOf(columns);
    }

    public boolean has(String column) {
        return columns.containsKey(column);
    }

    public Value value(String column) {
        Value value = columns.get(column);
        if (value == null) {
            throw new IllegalArgumentException(
                    "Column %s was not asked for; there are %s".formatted(column, columns.keySet()));
        }
        return value;
    }

    /** The text of a column that has exactly one. */
    public String text(String column) {
        return optionalText(column).orElseThrow(() -> new IllegalArgumentException("Column " + column + " is empty"));
    }

    public Optional<String> optionalText(String column) {
        return single(column).map(atom -> textOf(column, atom));
    }

    /** The number of a column that has exactly one. */
    public long whole(String column) {
        return optionalWhole(column).orElseThrow(() -> new IllegalArgumentException("Column " + column + " is empty"));
    }

    public OptionalLong optionalWhole(String column) {
        Optional<Atom> atom = single(column);
        if (atom.isEmpty()) {
            return OptionalLong.empty();
        }
        if (atom.get() instanceof Atom.Whole(long number)) {
            return OptionalLong.of(number);
        }
        throw wrong(column, atom.get());
    }

    public double real(String column) {
        Atom atom = single(column).orElseThrow(() -> new IllegalArgumentException("Column " + column + " is empty"));
        if (atom instanceof Atom.Real(double number)) {
            return number;
        }
        throw wrong(column, atom);
    }

    /** The truth value of a column; empty when the column is optional and unset. */
    public Optional<Boolean> bool(String column) {
        return single(column).map(atom -> {
            if (atom instanceof Atom.Bool(boolean truth)) {
                return truth;
            }
            throw wrong(column, atom);
        });
    }

    public Optional<UUID> reference(String column) {
        return single(column).map(atom -> idOf(column, atom));
    }

    public Set<String> texts(String column) {
        var texts = new LinkedHashSet<String>();
        set(column).atoms().forEach(atom -> texts.add(textOf(column, atom)));
        return Collections.unmodifiableSet(texts);
    }

    public Set<UUID> references(String column) {
        var ids = new LinkedHashSet<UUID>();
        set(column).atoms().forEach(atom -> ids.add(idOf(column, atom)));
        return Collections.unmodifiableSet(ids);
    }

    /** A map from text to text, in the order of its keys. */
    public Map<String, String> map(String column) {
        if (!(value(column) instanceof AtomMap(var pairs))) {
            throw new IllegalArgumentException("Column " + column + " is no map");
        }
        var texts = new LinkedHashMap<String, String>();
        pairs.forEach((key, value) -> {
            if (!(key instanceof Atom.Text(String name)) || !(value instanceof Atom.Text(String text))) {
                throw new IllegalArgumentException("Column " + column + " does not map texts to texts");
            }
            texts.put(name, text);
        });
        return Collections.unmodifiableMap(texts);
    }

    private AtomSet set(String column) {
        if (value(column) instanceof AtomSet set) {
            return set;
        }
        throw new IllegalArgumentException("Column " + column + " is a map");
    }

    private static String textOf(String column, Atom atom) {
        if (atom instanceof Atom.Text(String text)) {
            return text;
        }
        throw wrong(column, atom);
    }

    private static UUID idOf(String column, Atom atom) {
        if (atom instanceof Atom.Id(UUID id)) {
            return id;
        }
        throw wrong(column, atom);
    }

    private static IllegalArgumentException wrong(String column, Atom atom) {
        return new IllegalArgumentException("Column %s holds %s".formatted(column, atom));
    }

    private Optional<Atom> single(String column) {
        AtomSet set = set(column);
        if (set.size() > 1) {
            throw new IllegalArgumentException("Column %s holds %d values".formatted(column, set.size()));
        }
        return set.atoms().stream().findFirst();
    }
}
