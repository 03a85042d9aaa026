package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.server.FindServer;
import io.oblako.compute.domain.server.InstanceAction;
import io.oblako.compute.domain.server.InstanceActions;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.Servers;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.token.Caller;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was asked of a server, and what came of it. */
@Path("/v2.1/servers/{server}/os-instance-actions")
@RunOnVirtualThread
public class InstanceActionsResource {

    private static final int DELETED_SINCE = 21;
    private static final int EVENTS_FOR_ALL_SINCE = 51;
    private static final int PAGES_SINCE = 58;
    private static final int HOSTS_SINCE = 62;
    private static final int CHANGES_BEFORE_SINCE = 66;
    private static final int DETAILS_SINCE = 84;
    private static final int MAXIMUM = 1000;
    private static final Paging PAGING = new Paging(Set.of(), List.of(), MAXIMUM, MAXIMUM);

    private final NovaRequest request;
    private final FindServer find;
    private final Servers servers;
    private final InstanceActions actions;
    private final Links links;

    InstanceActionsResource(
            NovaRequest request, FindServer find, Servers servers, InstanceActions actions, Links links) {
        this.request = request;
        this.find = find;
        this.servers = servers;
        this.actions = actions;
        this.links = links;
    }

    @GET
    @Operation("compute:instance-actions:list")
    public Response list(@PathParam("server") String id) {
        boolean pages = request.since(PAGES_SINCE);
        request.refuseUnknownQuery(
                PAGES_SINCE,
                request.since(CHANGES_BEFORE_SINCE)
                        ? Set.of("limit", "marker", "changes-since", "changes-before")
                        : Set.of("limit", "marker", "changes-since"));
        Server server = server(id);
        PageRequest asked = pages ? PAGING.read(request.query()) : new PageRequest(MAXIMUM, null, List.of());
        Instant since = pages ? instant("changes-since") : null;
        Instant before = request.since(CHANGES_BEFORE_SINCE) ? instant("changes-before") : null;
        if (since != null && before != null && since.isAfter(before)) {
            throw CloudException.badRequest("The value of changes-since must be less than or equal to changes-before.");
        }
        Page<InstanceAction> page = actions.page(server.id(), asked.limit(), asked.marker(), since, before);
        return JsonOut.document(out -> {
                    out.objects("instanceActions", page.rows(), this::brief);
                    if (pages && page.more()) {
                        String path = "/servers/" + server.id() + "/os-instance-actions";
                        String last = page.rows().getLast().requestId();
                        String next = Paging.next(links.versioned() + path, request.query(), last);
                        out.objects(
                                "links",
                                List.of(next),
                                (link, url) -> link.text("rel", "next").text("href", url));
                    }
                })
                .ok();
    }

    @GET
    @Path("{request}")
    @Operation("compute:instance-actions:show")
    public Response show(@PathParam("server") String id, @PathParam("request") String requestId) {
        Server server = server(id);
        InstanceAction action = actions.find(server.id(), requestId)
                .orElseThrow(() -> CloudException.notFound("Action %s not found"
                        .formatted(requestId.length() > 64 ? requestId.substring(0, 64) + '…' : requestId)));
        return JsonOut.document(out -> out.object("instanceAction", shown -> {
                    brief(shown, action);
                    if (request.caller().isAdmin() || request.since(EVENTS_FOR_ALL_SINCE)) {
                        shown.objects("events", action.events(), (event, each) -> event(event, server, each));
                    }
                }))
                .ok();
    }

    private Server server(String id) {
        UUID server = ServerLookups.id(id);
        if (!request.since(DELETED_SINCE)) {
            return find.find(request.caller(), server);
        }
        return servers.find(server)
                .filter(this::visible)
                .orElseThrow(() -> CloudException.notFound("Instance %s could not be found.".formatted(server)));
    }

    /** Owners, too, may read what became of a server that is gone. */
    private boolean visible(Server server) {
        Caller caller = request.caller();
        return caller.isAdmin()
                || caller.project().filter(server.project()::equals).isPresent();
    }

    private void brief(JsonOut out, InstanceAction action) {
        out.text("action", action.action())
                .text("instance_uuid", action.server().toString())
                .text("request_id", action.requestId())
                .text("user_id", action.user().value())
                .text("project_id", action.project().value())
                .text("start_time", Stamps.micros(action.start()))
                .text("message", action.message());
        if (request.since(PAGES_SINCE)) {
            out.text("updated_at", Stamps.micros(action.updated()));
        }
    }

    private void event(JsonOut out, Server server, InstanceAction.Event event) {
        boolean admin = request.caller().isAdmin();
        out.text("event", event.name())
                .text("start_time", Stamps.micros(event.start()))
                .text("finish_time", Stamps.microsOrNull(event.finish()))
                .text("result", event.result());
        if (admin) {
            out.text("traceback", event.traceback());
        }
        if (request.since(HOSTS_SINCE)) {
            if (admin) {
                out.text("host", event.host());
            }
            out.text("hostId", HostIds.of(server.project(), event.host()));
        }
        if (request.since(DETAILS_SINCE) && admin) {
            out.text("details", event.details());
        }
    }

    private @Nullable Instant instant(String name) {
        String text = request.query().getFirst(name);
        if (text == null) {
            return null;
        }
        return Stamps.parse(text)
                .orElseThrow(() -> CloudException.badRequest(
                        ("Invalid input for query parameters %s: a point in time such as 2026-11-22T20:51:36Z is"
                                        + " expected")
                                .formatted(name)));
    }
}
