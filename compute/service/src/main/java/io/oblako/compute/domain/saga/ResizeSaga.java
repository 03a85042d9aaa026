package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.ComputeError.NO_VALID_HOST;

import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.schedule.Need;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.domain.server.FlavorClaims;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.saga.Outcome;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.SagaFailure;
import io.oblako.kernel.saga.StepRun;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives a server another flavor on the host it is on: its root disk is a file there, and moving it is a matter for a
 * later issue (docs/adr/0062). Until the tenant confirms, the larger of both flavors stays claimed.
 */
final class ResizeSaga {

    static final Duration DEADLINE = Duration.ofMinutes(5);

    private static final String CLAIM = "claim-room";

    /** @param flavor the new one, {@code old} the one before */
    record ResizeContext(UUID server, UUID work, Flavor flavor, Flavor old) {}

    private final ServerWork work;
    private final FlavorClaims claims;
    private final Ratios ratios;
    private final Saga<ResizeContext> saga;

    ResizeSaga(ServerWork work, FlavorClaims claims, Ratios ratios) {
        this.work = work;
        this.claims = claims;
        this.ratios = ratios;
        this.saga = Saga.named("resize-server", ResizeContext.class, DEADLINE)
                // Its undo is the end: what the old flavor needs is all that is claimed then.
                .step(CLAIM, this::claimRoom)
                .step("tell-host", this::tellHost, this::takeBack)
                .step(
                        "await-report",
                        (context, run) -> work.await(context, context.server(), context.work(), DEADLINE, run))
                .whenDone((context, run) -> work.succeed(context.server(), context.work(), run))
                .whenUndone(this::failed)
                .build();
    }

    Saga<ResizeContext> saga() {
        return saga;
    }

    private Outcome<ResizeContext> claimRoom(ResizeContext context, StepRun run) {
        Server server = work.held(context.server(), context.work()).orElse(null);
        if (server == null || server.placement().node() == null) {
            return ServerWork.overridden();
        }
        Host host = work.hosts().find(server.placement().node()).orElse(null);
        if (host == null) {
            return ServerWork.overridden();
        }
        Need larger = need(server, context.flavor()).max(need(server, context.old()));
        if (!work.allocations().resize(server.id(), host.name(), larger, host.capacity(ratios))) {
            return Outcome.failed(
                    NO_VALID_HOST,
                    "No valid host was found. The host of the server has not enough room for flavor %s; choose a smaller one."
                            .formatted(context.flavor().name()));
        }
        return Outcome.done(context);
    }

    private static Need need(Server server, Flavor flavor) {
        return Need.of(flavor, server.machine().image());
    }

    private Outcome<ResizeContext> tellHost(ResizeContext context, StepRun run) {
        return changed(context, context.flavor(), context.old(), run);
    }

    /** The host makes the machine the old one again; its disk stays as large as it has become. */
    private Outcome<ResizeContext> takeBack(ResizeContext context, StepRun run) {
        changed(context, context.old(), null, run);
        return Outcome.done(context);
    }

    private Outcome<ResizeContext> changed(ResizeContext context, Flavor flavor, @Nullable Flavor old, StepRun run) {
        return work.tell(context, work.changeHeld(context.server(), context.work(), run, edit -> {
            edit.machine = edit.machine.withFlavor(flavor, old);
            if (edit.state.power() == PowerState.RUNNING) {
                edit.counters = edit.counters.anotherHardReboot();
            }
        }));
    }

    private void failed(ResizeContext context, SagaFailure failure, StepRun run) {
        work.servers()
                .find(context.server())
                .filter(server -> !server.deleted())
                .ifPresent(server -> claims.only(server, context.old()));
        work.fail(context.server(), context.work(), failure, failure.step().equals(CLAIM), run);
    }
}
