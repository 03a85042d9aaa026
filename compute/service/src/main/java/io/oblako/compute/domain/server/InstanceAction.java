package io.oblako.compute.domain.server;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that was asked of a server (os-instance-actions).
 *
 * @param action Nova's word, for example {@code create}, {@code stop}
 * @param finish absent while it goes on
 * @param message {@code Error} when it failed, else absent
 * @param events empty in lists; steps in order of their start otherwise
 */
public record InstanceAction(
        UUID server,
        String requestId,
        String action,
        ProjectId project,
        UserId user,
        Instant start,
        @Nullable Instant finish,
        Instant updated,
        @Nullable String message,
        List<Event> events) {

    public InstanceAction {
        events = List.copyOf(events);
    }

    /**
     * @param name for example {@code compute_start_instance}
     * @param result {@code Success} or {@code Error}; absent while it goes on
     * @param details the fault's sentence (microversion 2.84); absent when it went well
     * @param traceback for administrators; absent when it went well
     * @param host node it happened on; absent before one was chosen
     */
    public record Event(
            String name,
            Instant start,
            @Nullable Instant finish,
            @Nullable String result,
            @Nullable String details,
            @Nullable String traceback,
            @Nullable String host) {}
}
