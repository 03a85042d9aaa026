package io.oblako.compute.domain.schedule;

import io.oblako.compute.domain.schedule.PlacementExplanation.Check;
import io.oblako.compute.domain.schedule.PlacementExplanation.HostLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses a host and says why: for each host and filter what was needed and what was there. */
public final class Explainer {

    /** Lines of an explanation when no host is valid. */
    static final int MOST_LINES = 200;
    /** Lines of an explanation in a fleet larger than {@link #MOST_LINES} when a host was chosen. */
    static final int SAMPLE_LINES = 10;

    private final Scheduler scheduler;

    public Explainer(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    public Explained place(Fleet fleet, Ask ask) {
        Placing placing = scheduler.place(fleet, ask);
        HostView chosen = placing.chosen();
        String sentence = chosen == null
                ? NearestFix.of(fleet, ask)
                : "%d of %d hosts passed; the one with the greatest weight was chosen."
                        .formatted(placing.passed(), fleet.size());
        return new Explained(
                ask, chosen, sentence, fleet.size(), rejections(placing), lines(fleet, ask, placing, chosen));
    }

    private static Map<String, Integer> rejections(Placing placing) {
        Map<String, Integer> rejections = new HashMap<>();
        for (int i = 0; i < Filter.count(); i++) {
            if (placing.rejections()[i] > 0) {
                rejections.put(Filter.of(i).word(), placing.rejections()[i]);
            }
        }
        return rejections;
    }

    private List<HostLine> lines(Fleet fleet, Ask ask, Placing placing, @Nullable HostView chosen) {
        List<HostView> shown;
        if (fleet.size() <= MOST_LINES) {
            shown = fleet.hosts();
        } else if (chosen == null) {
            shown = fleet.hosts().stream()
                    .sorted(Comparator.comparingInt(host -> Integer.bitCount(Filter.failures(ask, host))))
                    .limit(MOST_LINES)
                    .toList();
        } else {
            shown = sample(fleet, chosen);
        }
        return shown.stream().map(host -> line(host, ask, placing)).toList();
    }

    private static List<HostView> sample(Fleet fleet, HostView chosen) {
        List<HostView> sample = new ArrayList<>();
        sample.add(chosen);
        Set<String> taken = new HashSet<>(Set.of(chosen.name()));
        for (int i = 0; i < fleet.size() && sample.size() < SAMPLE_LINES; i++) {
            HostView host = fleet.at(i);
            if (taken.add(host.name())) {
                sample.add(host);
            }
        }
        return sample;
    }

    private HostLine line(HostView host, Ask ask, Placing placing) {
        int failures = Filter.failures(ask, host);
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < Filter.count(); i++) {
            Filter filter = Filter.of(i);
            if (filter.asked(ask)) {
                checks.add(new Check(
                        filter.word(), !Filter.in(failures, filter), filter.needed(ask), filter.there(ask, host)));
            }
        }
        if (failures != 0) {
            return new HostLine(host.name(), false, null, Map.of(), checks);
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        double sum = 0;
        for (int weigher = 0; weigher < Weights.COUNT; weigher++) {
            double weight = scheduler.weight(weigher, ask, host, placing);
            weights.put(Weights.word(weigher), rounded(weight));
            sum += weight;
        }
        return new HostLine(host.name(), true, rounded(sum), weights, checks);
    }

    private static double rounded(double weight) {
        return Math.round(weight * 1000) / 1000.0;
    }
}
