package io.oblako.compute.domain.schedule;

import io.oblako.compute.domain.schedule.PlacementExplanation.Asked;
import io.oblako.compute.domain.schedule.PlacementExplanation.HostLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A choice and its reasons.
 *
 * @param chosen absent when no host is valid
 * @param sentence for people; the nearest fix when no host is valid
 */
public record Explained(
        Ask ask,
        @Nullable HostView chosen,
        String sentence,
        int considered,
        Map<String, Integer> rejections,
        List<HostLine> lines) {

    /** As it is kept with the request. */
    public PlacementExplanation of(UUID server, String requestId, Instant at, int attempt) {
        List<String> traits = new ArrayList<>(new TreeSet<>(ask.required()));
        new TreeSet<>(ask.forbidden()).forEach(trait -> traits.add("!" + trait));
        Asked asked = new Asked(
                ask.need().vcpus(), ask.need().ramMib(), ask.need().diskGib(), ask.zone(), ask.host(), traits);
        String name = chosen == null ? null : chosen.name();
        return new PlacementExplanation(
                server, requestId, at, attempt, asked, name, sentence, considered, rejections, lines);
    }
}
