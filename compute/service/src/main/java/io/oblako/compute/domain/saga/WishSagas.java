package io.oblako.compute.domain.saga;

import io.oblako.kernel.saga.Saga;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The sagas of one wish: the server's task says what is wanted, the host is told, and it answers. Start, stop, reboot,
 * pause, unpause, suspend, resume, rebuild and the way back from a resize differ in nothing but their name and their
 * deadline; what becomes of the server is decided by {@code WorkEnd}.
 *
 * <p>No step has an undo: when the work fails, its end decides what the server is then, and the host is told that.
 */
final class WishSagas {

    private WishSagas() {}

    static Saga<WorkContext> named(String name, Duration deadline, ServerWork work) {
        return named(name, deadline, work, _ -> {});
    }

    /** @param afterwards once the server is as wished, in the transaction that says so */
    static Saga<WorkContext> named(String name, Duration deadline, ServerWork work, Consumer<UUID> afterwards) {
        return wish(Saga.named(name, WorkContext.class, deadline), deadline, work, afterwards);
    }

    /** A wish that makes a disk from an image. */
    static Saga<WorkContext> afterImage(String name, Duration deadline, ServerWork work, AwaitImage image) {
        Saga.Builder<WorkContext> builder = Saga.named(name, WorkContext.class, deadline)
                .step("await-image", (context, run) -> image.await(context, context.server(), context.work(), run));
        return wish(builder, deadline, work, _ -> {});
    }

    private static Saga<WorkContext> wish(
            Saga.Builder<WorkContext> builder, Duration deadline, ServerWork work, Consumer<UUID> afterwards) {
        return builder.step("tell-host", (context, run) -> work.send(context, context.server(), context.work(), run))
                .step(
                        "await-report",
                        (context, run) -> work.await(context, context.server(), context.work(), deadline, run))
                .whenDone((context, run) -> {
                    work.succeed(context.server(), context.work(), run);
                    afterwards.accept(context.server());
                })
                .whenUndone((context, failure, run) -> work.fail(context.server(), context.work(), failure, false, run))
                .build();
    }
}
