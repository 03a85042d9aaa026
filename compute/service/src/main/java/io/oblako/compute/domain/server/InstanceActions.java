package io.oblako.compute.domain.server;

import io.oblako.kernel.page.Page;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The history of what was asked of servers. Joins the transaction of the calling thread. */
public interface InstanceActions {

    /**
     * Youngest first, without events.
     *
     * @param marker request id of the last action of the page before
     */
    Page<InstanceAction> page(
            UUID server,
            int limit,
            @Nullable String marker,
            @Nullable Instant changesSince,
            @Nullable Instant changesBefore);

    /** With its events. */
    Optional<InstanceAction> find(UUID server, String requestId);

    void begin(InstanceAction action);

    /**
     * Ends the action and its one event, once: an action that has ended stays as it is.
     *
     * @param fault absent when it went well
     */
    void end(UUID server, String requestId, Instant now, @Nullable String host, @Nullable Fault fault);
}
