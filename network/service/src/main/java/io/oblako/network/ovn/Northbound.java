package io.oblako.network.ovn;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oblako.network.ovsdb.OvsdbClient;
import io.oblako.network.ovsdb.OvsdbLock;
import io.oblako.network.ovsdb.OvsdbSettings;
import io.oblako.network.ovsdb.error.TransactionException;
import io.oblako.network.ovsdb.replica.Replica;
import io.oblako.network.ovsdb.transaction.Transaction;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Keeps the Northbound database equal to what PostgreSQL says. Of all replicas of the service the one that holds the
 * lock writes: what was marked as changed at once, everything every 20 seconds and after it got the lock, which heals
 * what somebody changed by hand and what was lost. One thread; each round looks at what is there, so a round that
 * failed is simply followed by the next.
 */
public final class Northbound implements AutoCloseable {

    /** Only its holder writes; every transaction asserts it. */
    public static final String LOCK = "oblako_network_writer";

    private static final Logger LOG = Logger.getLogger(Northbound.class);
    private static final int MARKS_AT_ONCE = 500;
    private static final int ROWS_AT_ONCE = 1000;
    private static final Duration IDLE = Duration.ofMillis(50);
    private static final Duration STANDING_BY = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(5);

    private final Compiler compiler;
    private final Models models;
    private final Marks marks;
    private final PlugReports plugs;
    private final Wake wake;
    private final Optional<Gateways> gateways;
    private final Duration wholeEvery;
    private final DiffWriter writer = new DiffWriter(LOCK, ROWS_AT_ONCE);
    private final OvsdbClient client;
    private final OvsdbLock lock;
    private final Replica replica;
    private final Timer deltas;
    private final Timer wholes;
    private final Counter healed;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean writing;
    private volatile boolean hostsChanged;
    private boolean failing;
    private long wholeDue;

    /** What the writer works on, beside the database that it writes. */
    public record Source(
            Models models, Marks marks, PlugReports plugs, Wake wake, Guest guest, Optional<Gateways> gateways) {}

    public Northbound(OvsdbSettings settings, Vertx vertx, MeterRegistry meters, Source source, Duration wholeEvery) {
        this.compiler = new Compiler(source.guest);
        this.models = source.models;
        this.marks = source.marks;
        this.plugs = source.plugs;
        this.wake = source.wake;
        this.gateways = source.gateways;
        this.wholeEvery = wholeEvery;
        client = OvsdbClient.open(settings, vertx, meters);
        lock = client.lock(LOCK);
        replica = client.replicate(ReplicaView.spec());
        deltas = meters.timer("oblako.network.ovn.delta");
        wholes = meters.timer("oblako.network.ovn.whole");
        healed = meters.counter("oblako.network.ovn.healed.rows");
        thread = Thread.ofPlatform().name("northbound").daemon(true).unstarted(this::loop);
    }

    public Northbound start() {
        lock.listen(_ -> wake.poke());
        gateways.ifPresent(hosts -> hosts.listen(() -> {
            hostsChanged = true;
            wake.poke();
        }));
        var _ = replica.listen(delta -> {
            // Before it writes it compares everything, so a replica that stands by need not collect what it hears.
            if (writing && plugs.heard(delta)) {
                wake.poke();
            }
        });
        thread.start();
        return this;
    }

    /** Whether this replica of the service writes now. */
    public boolean writing() {
        return writing;
    }

    /** Since the database was last heard; empty before the first time. */
    public Optional<Duration> age() {
        return replica.age();
    }

    private void loop() {
        try {
            while (!stopped) {
                wake.await(round());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to wait unless somebody pokes */
    private Duration round() {
        try {
            if (!lock.held() || !replica.synchronised()) {
                writing = false;
                return STANDING_BY;
            }
            if (!writing) {
                writing = true;
                wholeDue = System.nanoTime();
                LOG.info("This replica writes the Northbound database now");
            }
            boolean more;
            if (hostsChanged) {
                hostsChanged = false;
                wholeDue = System.nanoTime();
            }
            if (System.nanoTime() - wholeDue >= 0) {
                wholes.record(this::whole);
                wholeDue = System.nanoTime() + wholeEvery.toNanos();
                more = true;
            } else {
                more = delta();
            }
            plugs.settle(new ReplicaView(replica.snapshot()));
            recovered();
            return more ? Duration.ZERO : IDLE;
        } catch (TransactionException.LockNotHeld e) {
            writing = false;
            LOG.info("Another replica writes the Northbound database now");
            return STANDING_BY;
        } catch (RuntimeException e) {
            failed(e);
            wholeDue = System.nanoTime();
            return AFTER_FAILURE;
        }
    }

    /** @return whether there was something */
    private boolean delta() {
        List<Marks.Mark> some = marks.oldest(MARKS_AT_ONCE);
        if (some.isEmpty()) {
            return false;
        }
        deltas.record(() -> delta(some));
        return true;
    }

    private void delta(List<Marks.Mark> some) {
        Set<Unit> units = some.stream().map(Marks.Mark::unit).collect(Collectors.toSet());
        Models.Closure closure = models.closure(units, hosts());
        Collection<NbRow> wanted = compiler.units(closure.model(), closure.units());
        Diff diff = Differ.units(closure.units(), wanted, new ReplicaView(replica.snapshot()));
        if (!diff.strays().isEmpty()) {
            whole();
            return;
        }
        write(diff);
        marks.remove(some);
    }

    private List<String> hosts() {
        return gateways.map(Gateways::names).orElse(List.of());
    }

    /**
     * Marks are read first: what they stand for is in the model, read later. When there are none, before and after, no
     * change explains a difference.
     */
    private void whole() {
        List<Marks.Mark> some = marks.oldest(MARKS_AT_ONCE);
        Model model = models.all(hosts());
        boolean unexplained = some.isEmpty() && marks.oldest(1).isEmpty();
        Diff diff = Differ.whole(compiler.all(model), new ReplicaView(replica.snapshot()));
        if (unexplained && !diff.isEmpty()) {
            LOG.infof("The Northbound database differs in %d rows that nothing has changed", diff.size());
            healed.increment(diff.size());
        }
        write(diff);
        marks.remove(some);
        plugs.compare(model, new ReplicaView(replica.snapshot()));
    }

    private void write(Diff diff) {
        for (Transaction transaction : writer.transactions(diff)) {
            var _ = client.transact(transaction);
        }
    }

    /** Said once when it begins, and once when it ends. */
    private void failed(RuntimeException e) {
        if (!failing && !stopped) {
            failing = true;
            LOG.warn("The Northbound database could not be written: tried again until it works", e);
        }
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.info("The Northbound database is written again");
        }
    }

    @Override
    public void close() {
        stopped = true;
        wake.poke();
        try {
            thread.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.close();
        client.close();
    }
}
