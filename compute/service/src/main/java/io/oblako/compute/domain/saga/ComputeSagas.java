package io.oblako.compute.domain.saga;

import static io.oblako.compute.domain.saga.WishSagas.named;

import io.oblako.compute.domain.image.Images;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.network.ServerPorts;
import io.oblako.compute.domain.node.Desired;
import io.oblako.compute.domain.quota.Quotas;
import io.oblako.compute.domain.saga.ResizeSaga.ResizeContext;
import io.oblako.compute.domain.saga.SnapshotSaga.SnapshotContext;
import io.oblako.compute.domain.schedule.ClaimHost;
import io.oblako.compute.domain.schedule.Ratios;
import io.oblako.compute.domain.server.FlavorClaims;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerOrder;
import io.oblako.compute.domain.snapshot.ImageOrders;
import io.oblako.compute.domain.snapshot.Snapshots;
import io.oblako.kernel.saga.Saga;
import io.oblako.kernel.saga.Sagas;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** All sagas of compute, and which order begins which. */
public final class ComputeSagas {

    private static final Duration QUICK = Duration.ofMinutes(2);
    /** A guest may take up to ten minutes to shut down, see {@code GuestSpecs}. */
    private static final Duration SHUTDOWN = Duration.ofMinutes(12);

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Sagas sagas;
    private final BootSaga boot;
    private final DeleteSaga delete;
    private final ResizeSaga resize;
    private final SnapshotSaga snapshot;
    private final AttachInterfaceSaga attach;
    private final DetachInterfaceSaga detach;
    private final Saga<WorkContext> start;
    private final Saga<WorkContext> stop;
    private final Saga<WorkContext> reboot;
    private final Saga<WorkContext> pause;
    private final Saga<WorkContext> unpause;
    private final Saga<WorkContext> suspend;
    private final Saga<WorkContext> resume;
    private final Saga<WorkContext> rebuild;
    private final Saga<WorkContext> revert;

    /** What the sagas act on besides {@link ServerWork}. */
    public record Ports(
            FlavorClaims claims,
            Quotas quotas,
            Images images,
            ImageOrders imageOrders,
            Snapshots snapshots,
            Desired desired,
            Ratios ratios,
            ServerPorts serverPorts) {}

    public ComputeSagas(Sagas sagas, ServerWork work, ClaimHost claims, Ports ports) {
        this.sagas = sagas;
        var image = new AwaitImage(work, ports.images());
        this.boot = new BootSaga(work, image, ports.serverPorts(), claims, sagas);
        this.delete = new DeleteSaga(work, ports.serverPorts(), sagas, ports.quotas());
        this.resize = new ResizeSaga(work, ports.claims(), ports.ratios());
        this.snapshot = new SnapshotSaga(work, ports.images(), ports.imageOrders(), ports.snapshots(), ports.desired());
        this.attach = new AttachInterfaceSaga(work, ports.serverPorts());
        this.detach = new DetachInterfaceSaga(work, ports.serverPorts());
        this.start = named("start-server", LONG, work);
        this.stop = named("stop-server", SHUTDOWN, work);
        this.reboot = named("reboot-server", SHUTDOWN, work);
        this.pause = named("pause-server", QUICK, work);
        this.unpause = named("unpause-server", QUICK, work);
        this.suspend = named("suspend-server", LONG, work);
        this.resume = named("resume-server", LONG, work);
        this.rebuild = WishSagas.afterImage("rebuild-server", LONG, work, image);
        this.revert = named(
                "revert-resize",
                SHUTDOWN,
                work,
                id -> work.servers().find(id).ifPresent(server -> ports.claims().only(server, server.flavor())));
    }

    /** For the engine to register. */
    public List<Saga<?>> all() {
        return List.of(
                boot.saga(),
                delete.saga(),
                start,
                stop,
                reboot,
                pause,
                unpause,
                suspend,
                resume,
                rebuild,
                resize.saga(),
                revert,
                snapshot.saga(),
                attach.saga(),
                detach.saga());
    }

    public void boot(Server server, UUID work) {
        sagas.start(boot.saga(), server.id().toString(), server.project(), BootContext.first(server, work));
    }

    /** Something about the server has changed: whoever waits for it looks again. */
    public void poke(UUID server) {
        sagas.poke(server.toString());
    }

    /** Asks what is under way for the server to turn back. */
    public void turnBack(UUID server, String reason) {
        sagas.cancel(server.toString(), reason);
    }

    /**
     * Begins the work of an order that was decided.
     *
     * @param before the server before the order
     * @return false for orders that are done by being decided
     */
    public boolean begin(Server before, ServerOrder order, UUID work, String user) {
        return switch (order) {
            case ServerOrder.Start _ -> wish(start, before, work);
            case ServerOrder.Stop _ -> wish(stop, before, work);
            case ServerOrder.SoftReboot _, ServerOrder.HardReboot _ -> wish(reboot, before, work);
            case ServerOrder.Pause _ -> wish(pause, before, work);
            case ServerOrder.Unpause _ -> wish(unpause, before, work);
            case ServerOrder.Suspend _ -> wish(suspend, before, work);
            case ServerOrder.Resume _ -> wish(resume, before, work);
            case ServerOrder.Rebuild _ -> wish(rebuild, before, work);
            case ServerOrder.RevertResize _ -> wish(revert, before, work);
            case ServerOrder.Delete _, ServerOrder.ForceDelete _ -> wish(delete.saga(), before, work);
            case ServerOrder.Resize wanted -> {
                var context = new ResizeContext(before.id(), work, wanted.flavor(), before.flavor());
                sagas.start(resize.saga(), before.id().toString(), before.project(), context);
                yield true;
            }
            case ServerOrder.CreateImage wanted -> {
                var context = new SnapshotContext(
                        before.id(), work, wanted.image(), wanted.name(), wanted.properties(), user);
                sagas.start(snapshot.saga(), before.id().toString(), before.project(), context);
                yield true;
            }
            case ServerOrder.AttachInterface wanted -> {
                var context = new InterfaceContext(before.id(), work, wanted.nic());
                sagas.start(attach.saga(), before.id().toString(), before.project(), context);
                yield true;
            }
            case ServerOrder.DetachInterface wanted -> {
                Nic nic = before.nic(wanted.port()).orElseThrow();
                var context = new InterfaceContext(before.id(), work, nic);
                sagas.start(detach.saga(), before.id().toString(), before.project(), context);
                yield true;
            }
            case ServerOrder.ConfirmResize _, ServerOrder.Lock _, ServerOrder.Unlock _, ServerOrder.ResetState _ ->
                false;
        };
    }

    private boolean wish(Saga<WorkContext> saga, Server server, UUID work) {
        sagas.start(saga, server.id().toString(), server.project(), new WorkContext(server.id(), work));
        return true;
    }
}
