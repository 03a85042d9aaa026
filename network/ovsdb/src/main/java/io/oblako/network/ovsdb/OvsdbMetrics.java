package io.oblako.network.ovsdb;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.wire.WireMetrics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Meters of one client, all with the tag {@code database}; removed when the client is closed. */
final class OvsdbMetrics implements WireMetrics, AutoCloseable {

    private final MeterRegistry registry;
    private final Timer committed;
    private final Timer refused;
    private final Timer unknown;
    private final Timer unsent;
    private final Counter connects;
    private final Counter wholeLoads;
    private final Counter received;
    private final Counter sent;
    private final Counter written;
    private final Gauge rows;
    private final Gauge connected;

    OvsdbMetrics(MeterRegistry registry, OvsdbClient client, String database, ToDoubleFunction<OvsdbClient> rowCount) {
        this.registry = registry;
        Tags tags = Tags.of("database", database);
        committed = timer(tags.and("outcome", "committed"));
        refused = timer(tags.and("outcome", "refused"));
        unknown = timer(tags.and("outcome", "unknown"));
        unsent = timer(tags.and("outcome", "unsent"));
        connects = Counter.builder("oblako.ovsdb.connects").tags(tags).register(registry);
        wholeLoads = Counter.builder("oblako.ovsdb.whole.loads").tags(tags).register(registry);
        received = Counter.builder("oblako.ovsdb.received")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        sent = Counter.builder("oblako.ovsdb.sent").baseUnit("bytes").tags(tags).register(registry);
        written = Counter.builder("oblako.ovsdb.written")
                .baseUnit("rows")
                .tags(tags)
                .register(registry);
        rows = Gauge.builder("oblako.ovsdb.rows", client, rowCount).tags(tags).register(registry);
        connected = Gauge.builder(
                        "oblako.ovsdb.connected", client, c -> c.connection().connected() ? 1 : 0)
                .tags(tags)
                .register(registry);
    }

    private Timer timer(Tags tags) {
        return Timer.builder("oblako.ovsdb.transaction").tags(tags).register(registry);
    }

    void connected() {
        connects.increment();
    }

    /** A replica could not go on where it stood. */
    void wholeLoad() {
        wholeLoads.increment();
    }

    void transaction(long startNanos, @Nullable Throwable failure) {
        Timer timer = switch (failure) {
            case null -> committed;
            case TransactionException _ -> refused;
            case OvsdbException e when e.outcomeUnknown() -> unknown;
            default -> unsent;
        };
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
    }

    /** Rows that a transaction of ours has changed. */
    void written(long rows) {
        written.increment(rows);
    }

    @Override
    public void received(int bytes) {
        received.increment(bytes);
    }

    @Override
    public void sent(int bytes) {
        sent.increment(bytes);
    }

    @Override
    public void close() {
        List.of(committed, refused, unknown, unsent, connects, wholeLoads, received, sent, written, rows, connected)
                .forEach(registry::remove);
    }
}
