package io.oblako.kernel.saga;

import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where sagas are kept. Every method runs in the transaction of the calling thread. All times are those of the database,
 * so that replicas whose clocks differ agree on leases and deadlines.
 */
public interface SagaStore {

    /**
     * A saga that begins.
     *
     * @param traceparent W3C trace context of the request that started it; absent when nobody traced
     * @param owner who will work on it at once; absent when whoever looks first shall take it up
     */
    record NewSaga(
            UUID id,
            String name,
            String subject,
            @Nullable ProjectId project,
            String requestId,
            @Nullable String user,
            @Nullable String traceparent,
            Duration deadline,
            String firstStep,
            String context,
            @Nullable String owner,
            Duration lease) {}

    /**
     * A saga and the time of the database when it was read.
     */
    record Loaded(SagaRecord saga, Instant now) {}

    void insert(NewSaga saga);

    Optional<Loaded> load(UUID id);

    /**
     * Writes everything but the poke counter and the reason of a cancellation, which belong to others. When somebody
     * has poked a waiting saga or asked it to turn back since it was read, it is due at once instead of at its time.
     *
     * @return the saga as it is written, one version further
     * @throws StaleSagaException when it is not at this version any more: another worker has it
     */
    SagaRecord save(SagaRecord saga);

    /** Counts a poke for each unfinished saga of the subject, and makes those that wait due. Returns all of them. */
    List<UUID> poke(String subject);

    /** Writes the reason into each running saga of the subject that has none yet, and makes it due. Returns those. */
    List<UUID> cancel(String subject, String reason);

    /** Ids of the sagas of the subject that have not ended; takes no lock. */
    List<UUID> unfinished(String subject);

    /** Cancels one saga. False when it does not run, or was asked before. */
    boolean cancel(UUID id, String reason);

    /**
     * Sagas of these kinds that nobody holds and that have been due since before {@code grace} ago, longest due first.
     */
    List<UUID> due(Set<String> names, Duration grace, int limit);

    /** Renews those of the leases that the owner still has. */
    void renew(String owner, Collection<UUID> ids, Duration lease);

    /** Gives up all leases of the owner, so that others need not wait for them to run out. */
    void release(String owner);

    /** In order of creation, youngest first; by id where that is equal. */
    Page<SagaRecord> list(SagaQuery query);

    /** How many sagas there are of each kind in each state, those that have ended left out. */
    List<SagaCount> census();

    /**
     * Deletes ended sagas: those older than {@code keep}, and the oldest beyond {@code most}.
     *
     * @param batch most rows deleted by one call
     * @return rows deleted
     */
    int purge(Duration keep, int most, int batch);
}
