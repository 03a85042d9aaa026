package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.IMAGE_NOT_USABLE;

import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.Server;
import io.oblako.image.contracts.ImageFact;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * The step that waits until the image of a server is settled: a large image is active some seconds before its bytes are
 * safe and its digest is known (docs/adr/0020), and hosts make no disk before.
 */
final class AwaitImage {

    private static final Duration LOOK = Duration.ofMillis(250);
    /** Looks at an image nobody has told this process of, before it is taken for deleted: its fact may be on its way. */
    private static final int MOST_LOOKS_FOR_A_FACT = 40;

    private static final Set<String> LOST = Set.of("killed", "deleted", "pending_delete");

    private final ServerWork work;
    private final Images images;

    AwaitImage(ServerWork work, Images images) {
        this.work = work;
        this.images = images;
    }

    <C> Outcome<C> await(C context, UUID id, UUID workId, StepRun run) {
        Server server = work.held(id, workId).orElse(null);
        if (server == null) {
            return ServerWork.overridden();
        }
        BootImage image = server.machine().image();
        if (image.sha512() != null) {
            return Outcome.done(context);
        }
        ImageFact fact = images.find(image.id()).orElse(null);
        if (fact == null) {
            return run.attempt() > MOST_LOOKS_FOR_A_FACT
                    ? Outcome.failed(IMAGE_NOT_USABLE, "Image %s was deleted.".formatted(image.id()))
                    : Outcome.waiting(context, "fact of image " + image.id(), LOOK);
        }
        if (LOST.contains(fact.status())) {
            String reason = fact.properties().getOrDefault("os_fault", "It was deleted.");
            return Outcome.failed(IMAGE_NOT_USABLE, "Image %s is lost. %s".formatted(image.id(), reason));
        }
        String digest = fact.sha512();
        if (digest == null) {
            return Outcome.waiting(context, "digest of image " + image.id(), LOOK);
        }
        return work.changeHeld(id, workId, run, edit -> edit.machine = edit.machine.withImage(image.settled(digest)))
                .map(_ -> Outcome.done(context))
                .orElseGet(ServerWork::overridden);
    }
}
