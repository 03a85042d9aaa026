package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which sagas are wanted, youngest first.
 *
 * @param states empty for all
 * @param overdue whether only those are wanted that have not ended by their deadline
 * @param after the last saga of the page before; absent for the first page
 * @param limit 1 to {@link #MAX_LIMIT}
 */
public record SagaQuery(
        Set<SagaState> states,
        @Nullable String subject,
        @Nullable String requestId,
        @Nullable String name,
        @Nullable ProjectId project,
        boolean overdue,
        @Nullable UUID after,
        int limit) {

    public static final int MAX_LIMIT = 1000;

    public SagaQuery {
        states = Set.copyOf(states);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("A page of sagas holds 1 to " + MAX_LIMIT);
        }
    }

    public static SagaQuery all(int limit) {
        return new SagaQuery(Set.of(), null, null, null, null, false, null, limit);
    }

    public static SagaQuery unfinished(int limit) {
        return all(limit).in(SagaState.RUNNING, SagaState.COMPENSATING, SagaState.STUCK);
    }

    /** Those that turned back or are turning back. */
    public static SagaQuery failed(int limit) {
        return all(limit).in(SagaState.COMPENSATING, SagaState.STUCK, SagaState.UNDONE);
    }

    public SagaQuery in(SagaState... wanted) {
        return new SagaQuery(Set.of(wanted), subject, requestId, name, project, overdue, after, limit);
    }

    public SagaQuery about(String thing) {
        return new SagaQuery(states, thing, requestId, name, project, overdue, after, limit);
    }

    public SagaQuery ofRequest(String request) {
        return new SagaQuery(states, subject, request, name, project, overdue, after, limit);
    }

    public SagaQuery called(String sagaName) {
        return new SagaQuery(states, subject, requestId, sagaName, project, overdue, after, limit);
    }

    public SagaQuery of(ProjectId owner) {
        return new SagaQuery(states, subject, requestId, name, owner, overdue, after, limit);
    }

    /** Those that should have ended by now. */
    public SagaQuery pastDeadline() {
        return new SagaQuery(states, subject, requestId, name, project, true, after, limit);
    }

    public SagaQuery after(UUID last) {
        return new SagaQuery(states, subject, requestId, name, project, overdue, last, limit);
    }
}
