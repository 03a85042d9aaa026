package io.oblako.compute.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a server is where it is, or nowhere: kept with the request.
 *
 * @param chosen name of the host; absent when none was valid
 * @param sentence one sentence for people, with the nearest fix when no host was valid
 * @param considered number of hosts looked at; {@code hosts} holds at most 200 of them, the nearest ones
 * @param rejections how many hosts each filter refused
 */
public record PlacementExplanation(
        UUID server,
        String requestId,
        Instant at,
        int attempt,
        Asked asked,
        @Nullable String chosen,
        String sentence,
        int considered,
        Map<String, Integer> rejections,
        List<HostLine> hosts) {

    public PlacementExplanation {
        rejections = Map.copyOf(rejections);
        hosts = List.copyOf(hosts);
    }

    /** What the server needs. */
    public record Asked(
            int vcpus,
            int ramMib,
            int diskGib,
            @Nullable String zone,
            @Nullable String forcedHost,
            List<String> traits) {
        public Asked {
            traits = List.copyOf(traits);
        }
    }

    /** @param weight sum of the weighed values; absent for a host that did not pass */
    public record HostLine(
            String host, boolean passed, @Nullable Double weight, Map<String, Double> weights, List<Check> checks) {
        public HostLine {
            weights = Map.copyOf(weights);
            checks = List.copyOf(checks);
        }
    }

    /** One filter on one host: what was needed and what was there. */
    public record Check(String filter, boolean passed, String needed, String there) {}

    /** As owners see it: hosts are {@code host-1}, {@code host-2}, …, and no operator's words are left. */
    public PlacementExplanation anonymised() {
        List<HostLine> lines = new ArrayList<>();
        String mine = null;
        for (HostLine line : hosts) {
            String alias = "host-" + (lines.size() + 1);
            if (line.host().equals(chosen)) {
                mine = alias;
            }
            lines.add(new HostLine(alias, line.passed(), line.weight(), line.weights(), line.checks()));
        }
        Asked tenants = new Asked(asked.vcpus(), asked.ramMib(), asked.diskGib(), asked.zone(), null, asked.traits());
        String alias = chosen != null && mine == null ? "host-0" : mine;
        return new PlacementExplanation(
                server, requestId, at, attempt, tenants, alias, sentence, considered, rejections, lines);
    }
}
