package io.oblako.identity.domain;

import io.oblako.identity.domain.token.FailedLogIns;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** {@link FailedLogIns} in memory: what several guards of one test share, as replicas share a table. */
public final class MapFailedLogIns implements FailedLogIns {

    private final Map<String, Standing> byKey = new HashMap<>();
    private int writes;

    synchronized int size() {
        return byKey.size();
    }

    synchronized int writes() {
        return writes;
    }

    @Override
    public synchronized Map<String, Standing> of(Collection<String> keys) {
        Map<String, Standing> found = new HashMap<>();
        for (String key : keys) {
            Standing standing = byKey.get(key);
            if (standing != null) {
                found.put(key, standing);
            }
        }
        return found;
    }

    @Override
    public synchronized Standing change(String key, UnaryOperator<Standing> change) {
        Standing after = change.apply(byKey.getOrDefault(key, Standing.NONE));
        byKey.put(key, after);
        writes++;
        return after;
    }

    @Override
    public synchronized void forgive(String key) {
        byKey.remove(key);
        writes++;
    }

    @Override
    public synchronized void prune(Instant now, int most) {
        byKey.values().removeIf(standing -> standing.forgottenAt().isBefore(now));
        byKey.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Standing> entry) ->
                                entry.getValue().forgottenAt())
                        .reversed())
                .skip(most)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(byKey::remove);
    }
}
