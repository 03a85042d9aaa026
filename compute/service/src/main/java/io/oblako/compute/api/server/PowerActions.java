package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.domain.server.PauseServer;
import io.oblako.compute.domain.server.RebootServer;
import io.oblako.compute.domain.server.StartServer;
import io.oblako.compute.domain.server.StopServer;
import io.oblako.compute.domain.server.SuspendServer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Actions that turn a guest on, off, and to sleep. */
@ApplicationScoped
class PowerActions implements ServerAction.Group {

    private final NovaRequest request;
    private final StartServer start;
    private final StopServer stop;
    private final RebootServer reboot;
    private final PauseServer pause;
    private final SuspendServer suspend;

    PowerActions(
            NovaRequest request,
            StartServer start,
            StopServer stop,
            RebootServer reboot,
            PauseServer pause,
            SuspendServer suspend) {
        this.request = request;
        this.start = start;
        this.stop = stop;
        this.reboot = reboot;
        this.pause = pause;
        this.suspend = suspend;
    }

    @Override
    public List<ServerAction> actions() {
        return List.of(
                ServerAction.order("os-start", id -> start.start(request.caller(), ServerLookups.id(id))),
                ServerAction.order("os-stop", id -> stop.stop(request.caller(), ServerLookups.id(id))),
                ServerAction.order("pause", id -> pause.pause(request.caller(), ServerLookups.id(id))),
                ServerAction.order("unpause", id -> pause.unpause(request.caller(), ServerLookups.id(id))),
                ServerAction.order("suspend", id -> suspend.suspend(request.caller(), ServerLookups.id(id))),
                ServerAction.order("resume", id -> suspend.resume(request.caller(), ServerLookups.id(id))),
                ServerAction.change("reboot", ServerSchemas.REBOOT, (id, body) -> {
                    boolean hard = body.at("reboot").needed("type").equalsIgnoreCase("hard");
                    reboot.reboot(request.caller(), ServerLookups.id(id), hard);
                    return Response.accepted().build();
                }));
    }
}
