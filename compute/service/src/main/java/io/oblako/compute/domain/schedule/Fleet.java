package io.oblako.compute.domain.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All hosts, immutable. A changed host copies its chunk and the index of chunks, not the fleet, so ten thousand hosts can
 * change thousands of times a second.
 */
public final class Fleet {

    public static final Fleet EMPTY = of(List.of());

    private final Chunk[] chunks;
    private final List<HostKind> kinds;
    private final Map<String, Integer> places;
    private final int size;

    private Fleet(Chunk[] chunks, List<HostKind> kinds, Map<String, Integer> places, int size) {
        this.chunks = chunks;
        this.kinds = kinds;
        this.places = places;
        this.size = size;
    }

    /** In the order given; names are unique. */
    public static Fleet of(Collection<HostView> hosts) {
        List<HostView> all = List.copyOf(hosts);
        Map<HostKind, Integer> numbers = new HashMap<>();
        List<HostKind> kinds = new ArrayList<>();
        List<Integer> kindOf = new ArrayList<>(all.size());
        Map<String, Integer> places = HashMap.newHashMap(all.size());
        for (HostView host : all) {
            places.put(host.name(), places.size());
            kindOf.add(numbers.computeIfAbsent(host.kind(), kind -> {
                kinds.add(kind);
                return kinds.size() - 1;
            }));
        }
        if (places.size() != all.size()) {
            throw new IllegalArgumentException("Two hosts have one name");
        }
        Chunk[] chunks = new Chunk[(all.size() + Chunk.SIZE - 1) / Chunk.SIZE];
        for (int i = 0; i < chunks.length; i++) {
            int from = i * Chunk.SIZE;
            int to = Math.min(from + Chunk.SIZE, all.size());
            chunks[i] = Chunk.of(all.subList(from, to), kindOf.subList(from, to));
        }
        return new Fleet(chunks, List.copyOf(kinds), places, all.size());
    }

    public int size() {
        return size;
    }

    Chunk[] chunks() {
        return chunks;
    }

    List<HostKind> kinds() {
        return kinds;
    }

    HostView at(int index) {
        return chunks[index / Chunk.SIZE].at(index % Chunk.SIZE);
    }

    public Optional<HostView> find(String name) {
        Integer place = places.get(name);
        return place == null ? Optional.empty() : Optional.of(at(place));
    }

    /** The fleet with this host as it is now; a new name or a new kind copies the whole fleet. */
    public Fleet with(HostView host) {
        Integer place = places.get(host.name());
        int kind = kinds.indexOf(host.kind());
        if (place == null || kind < 0) {
            List<HostView> all = new ArrayList<>(hosts());
            if (place == null) {
                all.add(host);
            } else {
                all.set(place, host);
            }
            return of(all);
        }
        Chunk[] changed = chunks.clone();
        int chunk = place / Chunk.SIZE;
        changed[chunk] = chunks[chunk].with(place % Chunk.SIZE, host, kind);
        return new Fleet(changed, kinds, places, size);
    }

    public List<HostView> hosts() {
        List<HostView> all = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            all.add(at(i));
        }
        return all;
    }
}
