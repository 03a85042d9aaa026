package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.NodeDesired.Wish;
import io.oblako.compute.contracts.NodeReport.GuestState;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.domain.server.Server.Counters;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server's place on a host: what is claimed there, what the host was told to do, and what it last reported. It exists
 * from the claim until the host has confirmed that nothing is left, so it may outlive the server.
 *
 * @param epoch of the claim; reports of another epoch are void
 * @param wishGeneration of the last wish sent: reports that do not take it into account decide nothing
 * @param seen absent before the first report
 */
public record Allocation(
        UUID server,
        String node,
        long epoch,
        Need need,
        Wish wish,
        long wishGeneration,
        @Nullable Sighting seen) {

    /** Whether the host is to remove everything of the server. */
    public boolean leaving() {
        return wish == Wish.ABSENT;
    }

    /** The last report, if it answers the last wish. */
    public @Nullable Sighting answer() {
        return seen != null && seen.generation() >= wishGeneration ? seen : null;
    }

    /** Whether the host has done what it was told, counters included. */
    public boolean fulfilled(Counters counters) {
        Sighting answer = answer();
        return answer != null
                && answer.state() == goal(wish)
                && answer.disk() >= counters.disk()
                && answer.softReboots() >= counters.softReboots()
                && answer.hardReboots() >= counters.hardReboots();
    }

    /** The state that a fulfilled wish is reported with. */
    public static GuestState goal(Wish wish) {
        return switch (wish) {
            case RUNNING -> GuestState.RUNNING;
            case STOPPED -> GuestState.STOPPED;
            case PAUSED -> GuestState.PAUSED;
            case SUSPENDED -> GuestState.SUSPENDED;
            case ABSENT -> GuestState.GONE;
        };
    }
}
