package io.oblako.compute.node.snapshot;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen;
import io.oblako.compute.contracts.NodeReport.SnapshotSeen.State;
import io.oblako.compute.node.disk.AtomicFiles;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Hypervisor;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.image.ImageService;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.image.inspect.ImageInspector;
import io.oblako.image.inspect.ImageRejected;
import io.oblako.image.inspect.Limits;
import io.oblako.kernel.request.RequestContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes one image of one guest's root disk: copy, inspect, upload, each repeatable. A marker file says that the copy is
 * whole and another that the upload is done, so a restarted daemon goes on where it was.
 */
public final class SnapshotActor {

    private static final Logger LOG = Logger.getLogger(SnapshotActor.class);
    private static final int MAX_ATTEMPTS = 6;
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final long REPORT_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    /**
     * What all snapshots of a node share.
     *
     * @param folder of the node where copies are made
     */
    public record Snapshots(Path folder, ImageService images) {}

    /** What a snapshot needs of its node. */
    public interface Context {

        String node();

        void execute(Runnable task);

        void later(Runnable task, long atNanos);

        /** Monotonic. */
        long nanos();

        Instant now();

        /** Does the work as a part of the trace of the request that led to the wish. */
        void traced(Runnable work);

        void report(NodeReport report, String key);
    }

    private final NodeDesired.Snapshot wish;
    private final Hypervisor hypervisor;
    private final Snapshots tools;
    private final Context context;
    private final Path folder;
    private final AtomicInteger mailbox = new AtomicInteger();
    private volatile boolean withdrawn;
    private volatile boolean mustTell = true;

    private int attempts;
    private long retryAtNanos;
    private long reportedAtNanos;
    private @Nullable Failure failed;

    public SnapshotActor(NodeDesired.Snapshot wish, Hypervisor hypervisor, Snapshots tools, Context context) {
        this.wish = wish;
        this.hypervisor = hypervisor;
        this.tools = tools;
        this.context = context;
        this.folder = tools.folder().resolve(wish.image().toString());
        this.retryAtNanos = context.nanos();
    }

    /** Nobody wants the image any more, or it is done: what is left on disk is removed. */
    public void withdraw() {
        withdrawn = true;
        poke();
    }

    public void tellAgain() {
        mustTell = true;
    }

    /** Asks for a round soon. Any thread, returns at once. */
    public void poke() {
        if (mailbox.getAndUpdate(was -> was == 0 ? 1 : 2) == 0) {
            context.execute(this::work);
        }
    }

    private void work() {
        do {
            mailbox.set(1);
            new RequestContext(wish.requestId(), wish.project(), null).run(() -> context.traced(this::round));
        } while (!mailbox.compareAndSet(1, 0));
    }

    private void round() {
        try {
            if (withdrawn) {
                AtomicFiles.removeTree(folder);
                return;
            }
            if (Files.exists(marker("done"))) {
                if (mustTell) {
                    tell(State.DONE, 0, 0, null);
                }
                return;
            }
            Failure known = failed;
            if (known != null) {
                if (mustTell) {
                    tell(State.FAILED, 0, 0, known);
                }
                return;
            }
            if (context.nanos() - retryAtNanos < 0) {
                context.later(this::poke, retryAtNanos);
                return;
            }
            make();
        } catch (GuestFailure failure) {
            handle(failure);
        } catch (RuntimeException | IOException bug) {
            handle(GuestFailure.passing("NODE_ERROR", "The image could not be made", bug));
        }
    }

    private void make() throws IOException {
        AtomicFiles.privateFolder(folder);
        Path copy = folder.resolve("disk.qcow2");
        if (!Files.exists(marker("copied"))) {
            tell(State.COPYING, 0, 0, null);
            Files.deleteIfExists(copy);
            hypervisor.copyRootDisk(wish.server(), copy, progress(State.COPYING));
            inspect(copy);
            mark("copied");
        }
        long size = Files.size(copy);
        tell(State.UPLOADING, 0, size, null);
        tools.images().upload(wish.image(), copy, progress(State.UPLOADING));
        mark("done");
        Files.deleteIfExists(copy);
        LOG.infof("Image %s of guest %s is uploaded, %d bytes", wish.image(), wish.server(), size);
        tell(State.DONE, size, size, null);
    }

    private static void inspect(Path copy) throws IOException {
        try {
            ImageInspector.inspect(copy, DiskFormat.QCOW2, Limits.DEFAULT);
        } catch (ImageRejected rejected) {
            throw GuestFailure.permanent("IMAGE_REJECTED", "The copy of the disk is not a sound image", rejected);
        }
    }

    private Progress progress(State state) {
        return new Progress() {
            @Override
            public void bytes(long done, long total) {
                if (context.nanos() - reportedAtNanos >= REPORT_EVERY_NANOS) {
                    tell(state, done, total, null);
                }
            }

            @Override
            public boolean cancelled() {
                return withdrawn;
            }
        };
    }

    private void handle(GuestFailure failure) {
        if (failure.kind() == GuestFailure.Kind.CANCELLED) {
            poke();
            return;
        }
        attempts++;
        LOG.warnf(failure, "Image %s of guest %s: attempt %d failed", wish.image(), wish.server(), attempts);
        if (failure.kind() == GuestFailure.Kind.PERMANENT || attempts >= MAX_ATTEMPTS) {
            failed = new Failure(failure.code(), failure.sentence(), failure.detail());
            AtomicFiles.removeTree(folder);
            tell(State.FAILED, 0, 0, failed);
            return;
        }
        retryAtNanos = context.nanos() + RETRY.toNanos() * attempts;
        context.later(this::poke, retryAtNanos);
    }

    private void tell(State state, long done, long total, @Nullable Failure failure) {
        mustTell = false;
        reportedAtNanos = context.nanos();
        context.report(
                new SnapshotSeen(
                        context.node(),
                        wish.server(),
                        wish.image(),
                        wish.epoch(),
                        state,
                        done,
                        total,
                        failure,
                        wish.requestId(),
                        context.now()),
                wish.server().toString());
    }

    private Path marker(String name) {
        return folder.resolve(name);
    }

    private void mark(String name) {
        AtomicFiles.write(marker(name), context.now().toString().getBytes(StandardCharsets.US_ASCII));
    }
}
