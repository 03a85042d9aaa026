package io.oblako.network.domain.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.domain.reach.RandomTenants.Probe;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The model and its second formulation over generated rule sets (issue 3, "What must be seen" 3; NET-08). */
class ReachabilityModelTest {

    private static final int CLOUDS = 1_000;
    private static final int PACKETS = 20;

    @Test
    void NET_08_bothFormulationsSayTheSameOfEveryPacket() {
        Map<Outcome, Integer> ends = new EnumMap<>(Outcome.class);
        for (long seed = 0; seed < CLOUDS; seed++) {
            RandomTenants tenants = new RandomTenants(seed);
            Reachability model = new Reachability(tenants.snapshot(), _ -> true);
            NaiveReach naive = new NaiveReach(tenants.snapshot());
            for (int i = 0; i < PACKETS; i++) {
                Probe probe = tenants.probe();
                Verdict verdict = model.fromPort(probe.from(), probe.packet());
                assertThat(Seen.of(verdict))
                        .as(
                                "seed %d, packet %d: %s from port %s: %s",
                                seed, i, probe.packet(), probe.from().id(), verdict.outcome())
                        .isEqualTo(naive.seen(probe.from(), probe.packet()));
                ends.merge(verdict.outcome(), 1, Integer::sum);
            }
        }
        assertThat(ends.getOrDefault(Outcome.DELIVERED, 0)).isGreaterThan(CLOUDS);
        assertThat(ends.getOrDefault(Outcome.NO_EGRESS_RULE, 0)).isGreaterThan(CLOUDS);
        assertThat(ends.getOrDefault(Outcome.NO_INGRESS_RULE, 0)).isGreaterThan(CLOUDS);
    }
}
