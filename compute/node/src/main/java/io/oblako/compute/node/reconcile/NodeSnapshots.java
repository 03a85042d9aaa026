package io.oblako.compute.node.reconcile;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.snapshot.SnapshotActor;
import io.oblako.compute.node.snapshot.SnapshotActor.Snapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The images that this node is to make of its guests' disks, each with its actor. */
final class NodeSnapshots {

    private static final Logger LOG = Logger.getLogger(NodeSnapshots.class);

    private final String node;
    private final Hypervisor hypervisor;
    private final Snapshots tools;
    private final NodeRuntime runtime;
    private final ReportSink sink;
    private final Map<UUID, SnapshotActor> actors = new ConcurrentHashMap<>();

    NodeSnapshots(String node, Hypervisor hypervisor, Snapshots tools, NodeRuntime runtime, ReportSink sink) {
        this.node = node;
        this.hypervisor = hypervisor;
        this.tools = tools;
        this.runtime = runtime;
        this.sink = sink;
    }

    void take(NodeDesired.Snapshot wish, @Nullable String trace) {
        actors.computeIfAbsent(wish.image(), _ -> new SnapshotActor(wish, hypervisor, tools, context(trace)))
                .poke();
    }

    void withdraw(UUID image) {
        SnapshotActor actor = actors.remove(image);
        if (actor != null) {
            actor.withdraw();
        }
    }

    void poke() {
        actors.values().forEach(SnapshotActor::poke);
    }

    void tellAgain() {
        actors.values().forEach(SnapshotActor::tellAgain);
    }

    /** Copies whose wish was withdrawn while the daemon was away. */
    void removeForgotten() {
        Path folder = tools.folder();
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> copies = Files.list(folder)) {
            copies.filter(copy -> actors.keySet().stream().noneMatch(image -> copy.endsWith(image.toString())))
                    .forEach(AtomicFiles::removeTree);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Forgotten copies of disks could not be removed", e);
        }
    }

    /** @param trace of the request that led to the wish; absent when nobody traces */
    private SnapshotActor.Context context(@Nullable String trace) {
        return new SnapshotActor.Context() {
            @Override
            public String node() {
                return node;
            }

            @Override
            public void execute(Runnable task) {
                runtime.execute(task);
            }

            @Override
            public void later(Runnable task, long atNanos) {
                runtime.later(task, atNanos);
            }

            @Override
            public long nanos() {
                return runtime.nanos();
            }

            @Override
            public void traced(Runnable work) {
                runtime.traced("node.snapshot", trace, work);
            }

            @Override
            public void report(NodeReport report, String key) {
                var _ = sink.send(key, report);
            }

            @Override
            public Instant now() {
                return runtime.now();
            }
        };
    }
}
