package io.oblako.compute.domain.usage;

import io.oblako.kernel.id.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one server was and when: the facts of which usage is made.
 *
 * @param vmState Nova's word
 * @param localGib root and ephemeral disk
 * @param launched when it first became active
 * @param ended when it was deleted; absent while it lives
 */
public record ServerUsage(
        UUID server,
        ProjectId project,
        String name,
        String vmState,
        String flavorName,
        int vcpus,
        int ramMib,
        int localGib,
        Instant launched,
        @Nullable Instant ended) {

    private static final double SECONDS_PER_HOUR = 3600;

    /** Hours within the period; 0 when it lived before or after. */
    public double hours(Period period) {
        Instant from = launched.isAfter(period.start()) ? launched : period.start();
        Instant to = ended != null && ended.isBefore(period.end()) ? ended : period.end();
        return to.isAfter(from) ? Duration.between(from, to).toMillis() / 1000.0 / SECONDS_PER_HOUR : 0;
    }

    /** Seconds since it was launched, until now or its end. */
    public long uptimeSeconds(Instant now) {
        return Math.max(
                0, Duration.between(launched, ended == null ? now : ended).toSeconds());
    }

    /** A stretch of time, start before end. */
    public record Period(Instant start, Instant end) {
        public Period {
            if (!start.isBefore(end)) {
                throw new IllegalArgumentException("A period starts before it ends");
            }
        }
    }
}
