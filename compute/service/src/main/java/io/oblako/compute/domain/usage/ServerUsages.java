package io.oblako.compute.domain.usage;

import io.oblako.kernel.id.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recorded facts about what servers used. */
public interface ServerUsages {

    /**
     * Servers that lived in the period, by server id.
     *
     * @param project absent for all, which only administrators may ask for
     * @param after id of the last server of the page before; absent for the first
     */
    List<ServerUsage> inPeriod(
            ServerUsage.Period period, @Nullable ProjectId project, @Nullable String after, int limit);
}
