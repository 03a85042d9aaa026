package io.oblako.network.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiler and differ together, over clouds used at random. */
class ReconcileTest {

    private static final Compiler COMPILER = new Compiler(new Guest("cloud.internal", Duration.ofHours(12)));

    static IntStream seeds() {
        return IntStream.range(0, 15);
    }

    private static Diff whole(RandomCloud cloud, NbView view) {
        return Differ.whole(COMPILER.all(cloud.model()), view);
    }

    private static RandomCloud used(Random random, int times) {
        RandomCloud cloud = new RandomCloud(random);
        for (int i = 0; i < times; i++) {
            cloud.act();
        }
        return cloud;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatWasWrittenOnceIsNotWrittenAgain(int seed) {
        RandomCloud cloud = used(new Random(seed), 120);
        MapNorthbound northbound = new MapNorthbound();
        Diff first = whole(cloud, northbound);
        assertThat(first.strays()).isEmpty();
        northbound.apply(first);
        assertThat(northbound.size()).isEqualTo(COMPILER.all(cloud.model()).size());
        Diff second = whole(cloud, northbound);
        assertThat(second.isEmpty()).as("%s", second).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deltasLeadToWhereAComparisonOfEverythingLeads(int seed) {
        RandomCloud cloud = new RandomCloud(new Random(seed));
        MapNorthbound northbound = new MapNorthbound();
        northbound.apply(whole(cloud, northbound));
        for (int i = 0; i < 60; i++) {
            for (int actions = new Random(seed + i).nextInt(3); actions >= 0; actions--) {
                cloud.act();
            }
            Set<Unit> marks = cloud.marks();
            Diff delta = Differ.units(marks, COMPILER.units(cloud.model(), marks), northbound);
            assertThat(delta.strays()).isEmpty();
            northbound.apply(delta);
            Diff rest = whole(cloud, northbound);
            assertThat(rest.isEmpty()).as("round %d: %s", i, rest).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatHandsHaveChangedIsHealedAndWhatTheyHaveAddedStays(int seed) {
        Random random = new Random(seed);
        RandomCloud cloud = used(random, 120);
        MapNorthbound northbound = new MapNorthbound();
        northbound.apply(whole(cloud, northbound));
        UUID foreign = UUID.randomUUID();
        northbound.insert(NbTable.LOGICAL_SWITCH, foreign, Map.of("name", Value.text("of somebody else")));
        for (int i = 0; i < 20; i++) {
            damage(northbound, random);
        }
        northbound.sweep();
        Diff healing = whole(cloud, northbound);
        assertThat(healing.isEmpty()).isFalse();
        northbound.apply(healing);
        Diff rest = whole(cloud, northbound);
        assertThat(rest.isEmpty()).as("%s", rest).isTrue();
        assertThat(northbound.row(NbTable.LOGICAL_SWITCH, foreign)).isPresent();
    }

    private static void damage(MapNorthbound northbound, Random random) {
        NbTable table = NbTable.values()[random.nextInt(NbTable.values().length)];
        List<Row> rows = new ArrayList<>(northbound.rows(table));
        rows.removeIf(row -> NbView.unit(row).isEmpty());
        if (rows.isEmpty()) {
            return;
        }
        UUID row = rows.get(random.nextInt(rows.size())).uuid();
        switch (random.nextInt(4)) {
            case 0 -> northbound.delete(table, row);
            case 1 -> northbound.set(table, row, Map.of(table == NbTable.ACL ? "match" : "name", Value.text("broken")));
            case 2 -> northbound.set(table, row, Map.of(NbTable.EXTERNAL_IDS, Value.map(Map.of("oblako:kind", "?"))));
            default ->
                table.links()
                        .forEach(column -> northbound.change(
                                new NbRow.Parent(table, row, column),
                                ids -> MapNorthbound.without(ids, List.copyOf(ids))));
        }
    }
}
