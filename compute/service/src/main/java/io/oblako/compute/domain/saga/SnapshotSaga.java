package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.IMAGE_NOT_USABLE;
import static io.oblako.compute.domain.ComputeError.NODE_FAILED;

import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.contracts.NodeReport.Failure;
import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.compute.domain.snapshot.Snapshot;
import io.oblako.compute.domain.snapshot.SnapshotImages;
import io.oblako.compute.domain.snapshot.Snapshots;
import io.oblako.image.contracts.ImageFact;
import io.oblako.image.contracts.ImageOrder;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Makes an image of a server: the image service makes the image, the node fills it. */
final class SnapshotSaga {

    /** A large disk over a slow line. */
    static final Duration DEADLINE = Duration.ofHours(2);

    private static final Duration FACT_SOON = Duration.ofMillis(100);
    private static final Duration COPY_LOOK = Duration.ofSeconds(10);

    record SnapshotContext(
            UUID server, UUID work, UUID image, String name, Map<String, String> properties, String user) {
        SnapshotContext {
            properties = Map.copyOf(properties);
        }
    }

    private final ServerWork work;
    private final Images images;
    private final ImageOrders orders;
    private final Snapshots snapshots;
    private final Desired desired;
    private final Saga<SnapshotContext> saga;

    SnapshotSaga(ServerWork work, Images images, ImageOrders orders, Snapshots snapshots, Desired desired) {
        this.work = work;
        this.images = images;
        this.orders = orders;
        this.snapshots = snapshots;
        this.desired = desired;
        this.saga = Saga.named("create-image", SnapshotContext.class, DEADLINE)
                .step("order-image", this::orderImage, this::abandonImage)
                // Nothing to undo: it only looks.
                .step("await-image", this::awaitImage)
                .step("tell-host", this::tellHost, this::forgetWish)
                // Nothing to undo: it only looks.
                .step("await-copy", this::awaitCopy)
                .step("end-wish", this::forgetWish)
                .whenDone((context, run) -> work.succeed(context.server(), context.work(), run))
                .whenUndone((context, failure, run) -> work.fail(context.server(), context.work(), failure, true, run))
                .build();
    }

    Saga<SnapshotContext> saga() {
        return saga;
    }

    private Outcome<SnapshotContext> orderImage(SnapshotContext context, StepRun run) {
        Server server = work.held(context.server(), context.work()).orElse(null);
        if (server == null) {
            return ServerWork.overridden();
        }
        orders.send(SnapshotImages.order(
                server, context.image(), context.name(), context.properties(), context.user(), run.requestId()));
        return Outcome.done(context);
    }

    private Outcome<SnapshotContext> abandonImage(SnapshotContext context, StepRun run) {
        orders.send(new ImageOrder.Abandon(context.image(), "The snapshot failed.", run.requestId()));
        return Outcome.done(context);
    }

    private Outcome<SnapshotContext> awaitImage(SnapshotContext context, StepRun run) {
        ImageFact image = images.find(context.image()).orElse(null);
        if (image == null) {
            return Outcome.waiting(context, "fact of image " + context.image(), FACT_SOON);
        }
        return switch (image.status()) {
            case "killed", "deleted", "pending_delete" ->
                Outcome.failed(
                        IMAGE_NOT_USABLE,
                        image.properties().getOrDefault("os_fault", "The image service refused the image."));
            default -> Outcome.done(context);
        };
    }

    private Outcome<SnapshotContext> tellHost(SnapshotContext context, StepRun run) {
        Server server = work.held(context.server(), context.work()).orElse(null);
        String node = server == null ? null : server.placement().node();
        if (server == null || node == null) {
            return ServerWork.overridden();
        }
        long epoch = server.placement().epoch();
        snapshots.begin(new Snapshot(context.image(), server.id(), node, epoch, null, 0, 0, null, run.now()));
        desired.publish(new NodeDesired.Snapshot(
                node, server.id(), context.image(), server.project().value(), epoch, run.requestId()));
        return Outcome.done(context);
    }

    private Outcome<SnapshotContext> awaitCopy(SnapshotContext context, StepRun run) {
        Snapshot snapshot = snapshots.find(context.image()).orElse(null);
        if (snapshot == null) {
            return ServerWork.overridden();
        }
        if (snapshot.state() == null) {
            return waiting(context, snapshot);
        }
        return switch (snapshot.state()) {
            case COPYING, UPLOADING -> waiting(context, snapshot);
            case DONE -> Outcome.done(context);
            case FAILED -> {
                Failure failure = snapshot.failure();
                yield failure == null
                        ? Outcome.failed(NODE_FAILED, "The host could not copy the disk.")
                        : new Outcome.Failed<>(failure.code(), failure.message());
            }
        };
    }

    private static Outcome<SnapshotContext> waiting(SnapshotContext context, Snapshot snapshot) {
        return Outcome.waiting(
                context,
                "host %s to copy (%d of %d bytes)"
                        .formatted(snapshot.node(), snapshot.bytesDone(), snapshot.bytesTotal()),
                COPY_LOOK);
    }

    private Outcome<SnapshotContext> forgetWish(SnapshotContext context, StepRun run) {
        snapshots.find(context.image()).ifPresent(snapshot -> {
            desired.forget(new NodeDesired.Snapshot(
                    snapshot.node(), snapshot.server(), snapshot.image(), "", snapshot.epoch(), run.requestId()));
            snapshots.end(context.image());
        });
        return Outcome.done(context);
    }
}
