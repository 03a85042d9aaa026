package io.oblako.identity.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.oblako.identity.domain.token.FailedLogIns;
import io.oblako.identity.domain.token.FailedLogIns.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link FailedLogIns} promises. */
public abstract class FailedLogInsContract {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final String key = "key " + UUID.randomUUID();

    /** The one under test: each call may give another instance over the same store. */
    protected abstract FailedLogIns failures();

    private static Standing oneMore(Standing before) {
        return new Standing(before.failures() + 1, NOON, LATER);
    }

    @Test
    void nothingIsHeldAgainstAKeyThatNobodyHasHeardOf() {
        assertThat(failures().of(List.of(key))).isEmpty();
    }

    @Test
    void whatIsHeldAgainstAKeyIsSeenByAllUntilItIsForgiven() {
        failures().change(key, FailedLogInsContract::oneMore);
        assertThat(failures().change(key, FailedLogInsContract::oneMore)).isEqualTo(new Standing(2, NOON, LATER));
        assertThat(failures().of(List.of(key, "another " + key)))
                .containsOnly(entry(key, new Standing(2, NOON, LATER)));
        failures().forgive(key);
        assertThat(failures().of(List.of(key))).isEmpty();
        assertThat(failures().change(key, FailedLogInsContract::oneMore).failures())
                .isEqualTo(1);
    }

    @Test
    void ID_14_ofFailuresAtTheSameMomentNoneIsLost() throws Exception {
        List<Future<?>> changes = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                changes.add(threads.submit(() -> failures().change(key, FailedLogInsContract::oneMore)));
            }
            for (Future<?> change : changes) {
                change.get();
            }
        }
        assertThat(failures().of(List.of(key)).get(key).failures()).isEqualTo(40);
    }

    @Test
    void ID_14_whatIsOverGoesAndOfTheRestTheOldestBeyondTheLimit() {
        // Far in the future: whatever else is in the store is older.
        Instant future = Instant.parse("2999-01-01T00:00:00Z");
        for (int i = 0; i < 5; i++) {
            Instant end = future.plusSeconds(i);
            failures().change(key + i, before -> new Standing(1, future, end));
        }
        List<String> keys = List.of(key + 0, key + 1, key + 2, key + 3, key + 4);
        failures().prune(future.plusSeconds(1), 100);
        assertThat(failures().of(keys)).containsOnlyKeys(key + 1, key + 2, key + 3, key + 4);
        failures().prune(future.plusSeconds(1), 2);
        assertThat(failures().of(keys)).containsOnlyKeys(key + 3, key + 4);
        failures().prune(future.plusSeconds(100), 2);
        assertThat(failures().of(keys)).isEmpty();
    }
}
