package io.oblako.network.ovsdb.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

    /** A key whose hashes collide as often as the test wishes. */
    private record Key(int number, int hashes) {
        @Override
        public int hashCode() {
            return Integer.hashCode(number % hashes) * 0x9E3779B9;
        }
    }

    @ParameterizedTest(name = "{0} different hashes")
    @ValueSource(ints = {1, 2, 7, 100, 100_000})
    void itAgreesWithAHashMapWhateverCollides(int hashes) {
        var random = new Random(hashes);
        Map<Key, Integer> expected = new HashMap<>();
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        int steps = hashes < 7 ? 2_000 : 20_000;
        for (int i = 0; i < steps; i++) {
            var key = new Key(random.nextInt(hashes < 7 ? 60 : 600), hashes);
            if (random.nextInt(5) < 2) {
                map = map.without(key);
                expected.remove(key);
            } else {
                map = map.with(key, i);
                expected.put(key, i);
            }
            assertThat(map.get(key)).isEqualTo(expected.get(key));
            assertThat(map.size()).isEqualTo(expected.size());
        }
        assertThat(entries(map)).isEqualTo(expected);
        for (Key key : expected.keySet()) {
            map = map.without(key);
        }
        assertThat(map.size()).isZero();
        assertThat(entries(map)).isEmpty();
    }

    @Test
    void anOldCopyKeepsWhatItHad() {
        PersistentMap<String, Integer> one =
                PersistentMap.<String, Integer>empty().with("a", 1);
        PersistentMap<String, Integer> two = one.with("a", 2).with("b", 3);
        PersistentMap<String, Integer> three = two.without("a");
        assertThat(entries(one)).isEqualTo(Map.of("a", 1));
        assertThat(entries(two)).isEqualTo(Map.of("a", 2, "b", 3));
        assertThat(entries(three)).isEqualTo(Map.of("b", 3));
    }

    private static <K> Map<K, Integer> entries(PersistentMap<K, Integer> map) {
        var entries = new HashMap<K, Integer>();
        map.forEach((key, value) -> assertThat(entries.put(key, value)).isNull());
        return entries;
    }
}
