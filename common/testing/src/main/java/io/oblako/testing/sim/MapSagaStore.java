package io.oblako.testing.sim;

import io.oblako.kernel.page.Page;
import io.oblako.kernel.saga.SagaCount;
import io.oblako.kernel.saga.SagaLease;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaRecord;
import io.oblako.kernel.saga.SagaState;
import io.oblako.kernel.saga.SagaStore;
import io.oblako.kernel.saga.StaleSagaException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sagas in a simulated database. Unlike the real one it knows no locks: its transactions follow one another. */
public final class MapSagaStore implements SagaStore {

    /** Name of its table of sagas that have not ended. */
    public static final String TABLE = "saga";
    /** Name of its table of sagas that have ended. */
    public static final String ENDED_TABLE = "saga_ended";

    private static final Comparator<SagaRecord> YOUNGEST_FIRST = Comparator.comparing(SagaRecord::createdAt)
            .thenComparing(SagaRecord::id)
            .reversed();

    private final SimClock clock;
    private final SimDatabase.Table<UUID, SagaRecord> active;
    private final SimDatabase.Table<UUID, SagaRecord> ended;

    public MapSagaStore(SimDatabase database) {
        this.clock = database.clock();
        this.active = database.table(TABLE);
        this.ended = database.table(ENDED_TABLE);
    }

    @Override
    public void insert(NewSaga saga) {
        Instant now = clock.instant();
        String owner = saga.owner();
        SagaLease lease = owner == null ? null : new SagaLease(owner, now.plus(saga.lease()));
        SagaRecord.Head head = new SagaRecord.Head(
                saga.id(),
                saga.name(),
                saga.subject(),
                saga.project(),
                saga.requestId(),
                saga.user(),
                saga.traceparent(),
                now,
                now.plus(saga.deadline()));
        active.put(saga.id(), SagaRecord.starting(head, saga.firstStep(), saga.context(), lease));
    }

    @Override
    public Optional<Loaded> load(UUID id) {
        return active.find(id).or(() -> ended.find(id)).map(saga -> new Loaded(saga, clock.instant()));
    }

    @Override
    public SagaRecord save(SagaRecord saga) {
        SagaRecord row = active.find(saga.id()).orElseThrow(() -> new StaleSagaException(saga.id()));
        if (row.version() != saga.version()) {
            throw new StaleSagaException(saga.id());
        }
        boolean cancelled = !Objects.equals(row.cancelReason(), saga.cancelReason());
        boolean poked = row.pokes() != saga.pokes() && saga.waitsFor() != null;
        Instant wake = !saga.state().isEnd() && (cancelled || poked) ? clock.instant() : saga.wakeAt();
        SagaRecord written = saga.written(wake, row.pokes(), row.cancelReason());
        if (written.state().isEnd()) {
            active.remove(saga.id());
            ended.put(saga.id(), written);
        } else {
            active.put(saga.id(), written);
        }
        return written;
    }

    @Override
    public List<UUID> poke(String subject) {
        List<SagaRecord> sagas = of(subject).toList();
        for (SagaRecord saga : sagas) {
            Instant wake = saga.waitsFor() == null ? saga.wakeAt() : clock.instant();
            active.put(saga.id(), saga.signalled(wake, saga.pokes() + 1, saga.cancelReason()));
        }
        return sagas.stream().map(SagaRecord::id).toList();
    }

    @Override
    public List<UUID> cancel(String subject, String reason) {
        return of(subject).map(SagaRecord::id).filter(id -> cancel(id, reason)).toList();
    }

    @Override
    public boolean cancel(UUID id, String reason) {
        SagaRecord saga = active.find(id).orElse(null);
        if (saga == null || saga.state() != SagaState.RUNNING || saga.cancelReason() != null) {
            return false;
        }
        active.put(id, saga.signalled(clock.instant(), saga.pokes(), reason));
        return true;
    }

    @Override
    public List<UUID> unfinished(String subject) {
        return of(subject).map(SagaRecord::id).toList();
    }

    @Override
    public List<UUID> due(Set<String> names, Duration grace, int limit) {
        Instant now = clock.instant();
        Instant before = now.minus(grace);
        return active.all().stream()
                .filter(saga -> names.contains(saga.name()))
                .filter(saga -> saga.wakeAt() != null && !saga.wakeAt().isAfter(before))
                .filter(saga -> saga.lease() == null || saga.lease().until().isBefore(now))
                .sorted(Comparator.comparing(saga -> Objects.requireNonNull(saga.wakeAt())))
                .limit(limit)
                .map(SagaRecord::id)
                .toList();
    }

    @Override
    public void renew(String owner, Collection<UUID> ids, Duration lease) {
        SagaLease renewed = new SagaLease(owner, clock.instant().plus(lease));
        for (UUID id : ids) {
            active.find(id).filter(saga -> owned(saga, owner)).ifPresent(saga -> active.put(id, saga.leased(renewed)));
        }
    }

    @Override
    public void release(String owner) {
        active.all().stream()
                .filter(saga -> owned(saga, owner))
                .forEach(saga -> active.put(saga.id(), saga.leased(null)));
    }

    @Override
    public Page<SagaRecord> list(SagaQuery query) {
        SagaRecord after = query.after() == null
                ? null
                : load(query.after()).map(Loaded::saga).orElse(null);
        if (query.after() != null && after == null) {
            return new Page<>(List.of(), false);
        }
        List<SagaRecord> found = Stream.concat(active.all().stream(), ended.all().stream())
                .filter(saga -> query.states().isEmpty() || query.states().contains(saga.state()))
                .filter(saga -> query.subject() == null || query.subject().equals(saga.subject()))
                .filter(saga -> query.requestId() == null || query.requestId().equals(saga.requestId()))
                .filter(saga -> query.name() == null || query.name().equals(saga.name()))
                .filter(saga -> query.project() == null || query.project().equals(saga.project()))
                .filter(saga -> !query.overdue() || overdue(saga))
                .sorted(YOUNGEST_FIRST)
                .filter(saga -> after == null || YOUNGEST_FIRST.compare(after, saga) < 0)
                .limit(query.limit() + 1L)
                .toList();
        return Page.ofOneMore(found, query.limit());
    }

    @Override
    public List<SagaCount> census() {
        Map<String, Map<SagaState, List<SagaRecord>>> kinds = active.all().stream()
                .collect(Collectors.groupingBy(SagaRecord::name, Collectors.groupingBy(SagaRecord::state)));
        List<SagaCount> counts = new ArrayList<>();
        kinds.forEach((name, states) ->
                states.forEach((state, sagas) -> counts.add(new SagaCount(name, state, sagas.size(), (int)
                        sagas.stream().filter(this::overdue).count()))));
        return counts;
    }

    private boolean overdue(SagaRecord saga) {
        return saga.endedAt() == null && saga.deadline().isBefore(clock.instant());
    }

    @Override
    public int purge(Duration keep, int most, int batch) {
        Instant oldest = clock.instant().minus(keep);
        List<SagaRecord> byEnd = ended.all().stream()
                .sorted(Comparator.comparing((SagaRecord saga) -> Objects.requireNonNull(saga.endedAt()))
                        .reversed())
                .toList();
        List<UUID> gone = Stream.concat(
                        byEnd.stream().skip(most),
                        byEnd.stream()
                                .limit(most)
                                .filter(saga ->
                                        Objects.requireNonNull(saga.endedAt()).isBefore(oldest)))
                .limit(batch)
                .map(SagaRecord::id)
                .toList();
        gone.forEach(ended::remove);
        return gone.size();
    }

    private Stream<SagaRecord> of(String subject) {
        return active.all().stream().filter(saga -> saga.subject().equals(subject));
    }

    private static boolean owned(SagaRecord saga, String owner) {
        SagaLease lease = saga.lease();
        return lease != null && lease.owner().equals(owner);
    }
}
