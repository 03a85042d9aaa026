package io.oblako.network.ovsdb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The fuzz target over seeded mutations of what servers have said: the same ones each time. */
class OvsdbFuzzTest {

    private static final long SEED = 7047;

    @Test
    void mutatedMessagesEndInAProtocolErrorAtMost() {
        var random = new Random(SEED);
        var samples = OvsdbFuzz.samples();
        Map<OvsdbFuzz.Depth, Integer> depths = new EnumMap<>(OvsdbFuzz.Depth.class);
        for (int i = 0; i < 25_000; i++) {
            byte[] input = OvsdbFuzz.mutate(samples, random);
            depths.merge(OvsdbFuzz.check(input, 1 + random.nextInt(256)), 1, Integer::sum);
        }
        assertThat(depths.keySet())
                .as("the mutations must neither all be hopeless nor all be harmless: " + depths)
                .hasSize(4);
        assertThat(depths.get(OvsdbFuzz.Depth.MEANING)).isGreaterThan(1000);
    }

    @Test
    void goodMessagesAreUnderstood() {
        OvsdbFuzz.samples()
                .forEach(sample -> assertThat(OvsdbFuzz.check(sample, 7))
                        .as(new String(sample, StandardCharsets.UTF_8))
                        .isEqualTo(OvsdbFuzz.Depth.MEANING));
    }

    @Test
    void anyBytesAreTaken() {
        var random = new Random(SEED);
        for (int i = 0; i < 5000; i++) {
            byte[] input = new byte[random.nextInt(512)];
            random.nextBytes(input);
            if (input.length > 1) {
                input[1] = '{';
            }
            OvsdbFuzz.fuzzerTestOneInput(input);
        }
        OvsdbFuzz.fuzzerTestOneInput(new byte[0]);
        assertThat(OvsdbFuzz.check(new byte[] {'x'}, 1)).isEqualTo(OvsdbFuzz.Depth.NO_FRAME);
    }
}
