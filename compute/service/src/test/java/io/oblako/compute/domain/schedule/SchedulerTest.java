package io.oblako.compute.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.oblako.compute.domain.schedule.PlacementExplanation.HostLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Need SMALL = new Need(1, 512, 1);
    private static final HostKind TCG = new HostKind("nova", "x86_64", "QEMU", "tcg", Set.of("COMPUTE_ACCEL_TCG"));
    private static final HostKind KVM = new HostKind("nova", "x86_64", "QEMU", "kvm", Set.of("COMPUTE_ACCEL_KVM"));

    private final Explainer explainer = new Explainer(new Scheduler(Weights.STANDARD));

    private static HostView host(String name, HostKind kind, int ramMib) {
        return new HostView(name, kind, true, NOW, new Need(16, ramMib, 100), Need.NOTHING, 0, 0, Set.of());
    }

    private static Ask ask(Need need) {
        return new Ask(need, null, null, null, null, Set.of(), Set.of(), null, Set.of(), NOW.minusSeconds(12));
    }

    private Explained place(Ask ask, HostView... hosts) {
        return explainer.place(Fleet.of(List.of(hosts)), ask);
    }

    private static String chosen(Explained explained) {
        return explained.chosen() == null ? "none" : explained.chosen().name();
    }

    @Test
    void theHostWithTheMostRoomIsChosen() {
        assertThat(chosen(place(ask(SMALL), host("a", TCG, 1000), host("b", TCG, 4000), host("c", TCG, 2000))))
                .isEqualTo("b");
    }

    @Test
    void anAcceleratedHostIsPreferred() {
        assertThat(chosen(place(ask(SMALL), host("a", TCG, 4000), host("b", KVM, 2000))))
                .isEqualTo("b");
    }

    @Test
    void aHostThatHasTheImageIsPreferred() {
        UUID image = UUID.randomUUID();
        HostView has = new HostView("b", TCG, true, NOW, new Need(16, 1000, 100), Need.NOTHING, 0, 0, Set.of(image));
        Ask ask = new Ask(SMALL, null, null, null, null, Set.of(), Set.of(), image, Set.of(), NOW);
        assertThat(chosen(place(ask, host("a", TCG, 1000), has))).isEqualTo("b");
    }

    @Test
    void aBusyHostIsAvoided() {
        HostView busy = new HostView("a", TCG, true, NOW, new Need(16, 1000, 100), Need.NOTHING, 3, 2, Set.of());
        assertThat(chosen(place(ask(SMALL), busy, host("b", TCG, 1000)))).isEqualTo("b");
    }

    @Test
    void aSilentOrDisabledHostIsNeverChosen() {
        HostView silent = new HostView(
                "a", TCG, true, NOW.minusSeconds(13), new Need(16, 9000, 100), Need.NOTHING, 0, 0, Set.of());
        HostView disabled = new HostView("b", TCG, false, NOW, new Need(16, 9000, 100), Need.NOTHING, 0, 0, Set.of());
        Explained explained = place(ask(SMALL), silent, disabled);
        assertThat(explained.chosen()).isNull();
        assertThat(explained.rejections()).containsEntry("alive", 1).containsEntry("enabled", 1);
        assertThat(explained.sentence()).contains("closed for maintenance");
    }

    @Test
    void theFaultNamesTheLargestFreeHost() {
        Explained explained = place(ask(new Need(1, 2048, 1)), host("a", TCG, 256), host("b", TCG, 512));
        assertThat(explained.sentence())
                .isEqualTo("No valid host was found. The largest free host has 512 MiB of memory left;"
                        + " choose a flavor with ≤ 512 MiB.");
    }

    @Test
    void theFaultNamesWhatIsLackingInEachCase() {
        assertThat(place(ask(SMALL)).sentence()).contains("No hypervisor host has reported yet");
        assertThat(place(ask(new Need(32, 1, 1)), host("a", TCG, 512)).sentence())
                .contains("≤ 16 vCPUs");
        assertThat(place(ask(new Need(1, 1, 200)), host("a", TCG, 512)).sentence())
                .contains("≤ 100 GiB");
        assertThat(place(ask(new Need(32, 1, 200)), host("a", TCG, 512)).sentence())
                .contains("16 vCPUs, 512 MiB of memory and 100 GiB");
        Ask zone = new Ask(SMALL, "moon", null, null, null, Set.of(), Set.of(), null, Set.of(), NOW);
        assertThat(place(zone, host("a", TCG, 512)).sentence())
                .contains("zone moon")
                .contains("choose nova");
        Ask trait = new Ask(SMALL, null, null, null, null, Set.of("HW_GPU"), Set.of(), null, Set.of(), NOW);
        assertThat(place(trait, host("a", TCG, 512)).sentence()).contains("(HW_GPU)");
        Ask arm = new Ask(SMALL, null, null, "aarch64", null, Set.of(), Set.of(), null, Set.of(), NOW);
        assertThat(place(arm, host("a", TCG, 512)).sentence()).contains("aarch64");
    }

    @Test
    void aHostThatWasTriedIsNotChosenAgain() {
        Ask again = new Ask(SMALL, null, null, null, null, Set.of(), Set.of(), null, Set.of("a"), NOW);
        assertThat(chosen(place(again, host("a", TCG, 9000), host("b", TCG, 1000))))
                .isEqualTo("b");
    }

    @Test
    void traitsOfTheFlavorAreKept() {
        Ask required =
                new Ask(SMALL, null, null, null, null, Set.of("COMPUTE_ACCEL_TCG"), Set.of(), null, Set.of(), NOW);
        assertThat(chosen(place(required, host("a", KVM, 9000), host("b", TCG, 1000))))
                .isEqualTo("b");
        Ask forbidden =
                new Ask(SMALL, null, null, null, null, Set.of(), Set.of("COMPUTE_ACCEL_KVM"), null, Set.of(), NOW);
        assertThat(chosen(place(forbidden, host("a", KVM, 9000), host("b", TCG, 1000))))
                .isEqualTo("b");
    }

    @Test
    void theExplanationShowsNeededAndThereAndHidesHostsFromTenants() {
        Explained explained = place(ask(new Need(1, 600, 1)), host("secret-a", TCG, 512), host("secret-b", TCG, 1024));
        PlacementExplanation full = explained.of(UUID.randomUUID(), "req-1", NOW, 1);
        HostLine refused = full.hosts().getFirst();
        assertThat(refused.passed()).isFalse();
        assertThat(refused.checks()).contains(new PlacementExplanation.Check("ram", false, "600 MiB", "512 MiB free"));
        assertThat(full.chosen()).isEqualTo("secret-b");
        PlacementExplanation tenants = full.anonymised();
        assertThat(tenants.toString()).doesNotContain("secret");
        assertThat(tenants.chosen()).isEqualTo("host-2");
    }

    @Test
    void theFastScanAndThePlainFilterAgree() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<HostView> hosts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                hosts.add(randomHost(random, i));
            }
            Ask ask = randomAsk(random);
            Fleet fleet = Fleet.of(hosts);
            HostView moved = randomHost(random, random.nextInt(300));
            fleet = fleet.with(moved);
            Placing placing = new Scheduler(Weights.STANDARD).place(fleet, ask);
            long passing = fleet.hosts().stream()
                    .filter(host -> Filter.failures(ask, host) == 0)
                    .count();
            assertThat((long) placing.passed()).isEqualTo(passing);
            if (placing.chosen() != null) {
                assertThat(weight(ask, placing.chosen(), placing))
                        .isCloseTo(
                                fleet.hosts().stream()
                                        .filter(host -> Filter.failures(ask, host) == 0)
                                        .mapToDouble(host -> weight(ask, host, placing))
                                        .max()
                                        .orElseThrow(),
                                within(1e-9));
            }
        }
    }

    private static double weight(Ask ask, HostView host, Placing placing) {
        double sum = 0;
        for (int weigher = 0; weigher < Weights.COUNT; weigher++) {
            sum += new Scheduler(Weights.STANDARD).weight(weigher, ask, host, placing);
        }
        return sum;
    }

    private static HostView randomHost(Random random, int index) {
        return new HostView(
                "h" + index,
                new HostKind("z" + random.nextInt(2), "x86_64", "QEMU", random.nextBoolean() ? "kvm" : "tcg", Set.of()),
                random.nextInt(10) != 0,
                NOW.minusSeconds(random.nextInt(14)),
                new Need(16, 4096, 100),
                new Need(random.nextInt(17), random.nextInt(5000), random.nextInt(101)),
                random.nextDouble(4),
                random.nextInt(3),
                random.nextBoolean() ? Set.of(new UUID(0, random.nextInt(3))) : Set.of());
    }

    private static Ask randomAsk(Random random) {
        return new Ask(
                new Need(1 + random.nextInt(8), 1 + random.nextInt(2048), random.nextInt(50)),
                random.nextBoolean() ? "z" + random.nextInt(3) : null,
                random.nextInt(10) == 0 ? "h" + random.nextInt(300) : null,
                null,
                null,
                Set.of(),
                Set.of(),
                random.nextBoolean() ? new UUID(0, random.nextInt(3)) : null,
                random.nextBoolean() ? Set.of("h1", "h2") : Set.of(),
                NOW.minusSeconds(12));
    }

    @Test
    void aLargeFleetIsExplainedInBoundedLines() {
        List<HostView> hosts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            hosts.add(host("h" + i, TCG, 1000));
        }
        Fleet fleet = Fleet.of(hosts);
        assertThat(explainer.place(fleet, ask(SMALL)).lines()).hasSize(Explainer.SAMPLE_LINES);
        assertThat(explainer.place(fleet, ask(new Need(1, 5000, 1))).lines()).hasSize(Explainer.MOST_LINES);
    }

    @Test
    void twoThousandPlacementsASecondOverTenThousandHosts() {
        assertThat(SchedulerBench.measure(System.out))
                .as("a third of the promise, as tests share the machine; docs/promises.md has the command")
                .isGreaterThan(700);
    }
}
