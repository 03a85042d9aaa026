package io.oblako.testing.sim;

import io.oblako.kernel.page.Page;
import io.oblako.kernel.saga.SagaCount;
import io.oblako.kernel.saga.SagaQuery;
import io.oblako.kernel.saga.SagaRecord;
import io.oblako.kernel.saga.SagaStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How a worker sees the store that does not notice that its sagas were taken over: a planted bug. */
final class ForgetfulStore implements SagaStore {

    private final SagaStore real;
    private final Map<UUID, SagaRecord> mine = new HashMap<>();

    ForgetfulStore(SagaStore real) {
        this.real = real;
    }

    @Override
    public Optional<Loaded> load(UUID id) {
        return real.load(id).map(loaded -> {
            SagaRecord before = mine.get(id);
            SagaRecord row = loaded.saga();
            return before == null || row.state().isEnd()
                    ? loaded
                    : new Loaded(with(row, before.epoch(), row.version()).leased(before.lease()), loaded.now());
        });
    }

    @Override
    public SagaRecord save(SagaRecord saga) {
        long version = real.load(saga.id()).orElseThrow().saga().version();
        SagaRecord saved = real.save(with(saga, saga.epoch(), version));
        if (saved.lease() == null) {
            mine.remove(saga.id());
        } else {
            mine.put(saga.id(), saved);
        }
        return saved;
    }

    private static SagaRecord with(SagaRecord saga, long epoch, long version) {
        return new SagaRecord(
                saga.head(),
                saga.state(),
                saga.step(),
                saga.context(),
                saga.journal(),
                saga.attempts(),
                saga.faults(),
                saga.waitsFor(),
                saga.wakeAt(),
                saga.endedAt(),
                saga.failure(),
                saga.cancelReason(),
                saga.pokes(),
                saga.lease(),
                epoch,
                version);
    }

    @Override
    public void insert(NewSaga saga) {
        real.insert(saga);
    }

    @Override
    public List<UUID> poke(String subject) {
        return real.poke(subject);
    }

    @Override
    public List<UUID> cancel(String subject, String reason) {
        return real.cancel(subject, reason);
    }

    @Override
    public List<UUID> unfinished(String subject) {
        return real.unfinished(subject);
    }

    @Override
    public boolean cancel(UUID id, String reason) {
        return real.cancel(id, reason);
    }

    @Override
    public List<UUID> due(Set<String> names, Duration grace, int limit) {
        return real.due(names, grace, limit);
    }

    @Override
    public void renew(String owner, Collection<UUID> ids, Duration lease) {
        real.renew(owner, ids, lease);
    }

    @Override
    public void release(String owner) {
        real.release(owner);
    }

    @Override
    public Page<SagaRecord> list(SagaQuery query) {
        return real.list(query);
    }

    @Override
    public List<SagaCount> census() {
        return real.census();
    }

    @Override
    public int purge(Duration keep, int most, int batch) {
        return real.purge(keep, most, batch);
    }
}
