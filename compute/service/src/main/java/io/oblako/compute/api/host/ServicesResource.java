package io.oblako.compute.api.host;

import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Lists;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.web.mutation.Mutation;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The compute services, one per host, for operators. Below microversion 2.53 they are changed by host name under words
 * such as {@code disable}, from then on by UUID.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#compute-services-os-services">Compute API: services</a>
 */
@Path("/v2.1/os-services")
@RunOnVirtualThread
public class ServicesResource {

    private static final int FORCED_DOWN_SINCE = 11;
    private static final int UUIDS_SINCE = 53;
    private static final String BINARY = "nova-compute";
    private static final Text REASON = new Text(1, 255, Types::printable, "does not match: printable characters");

    private static final Schema BY_HOST = object().required("host", Types.HOST)
            .required("binary", Text.of(1, 255))
            .optional("disabled_reason", REASON)
            .optionalSince(FORCED_DOWN_SINCE, "forced_down", Types.BOOLEAN);
    private static final Schema BY_UUID = object().optional("status", Lists.oneOf("enabled", "disabled"))
            .optional("disabled_reason", REASON)
            .optional("forced_down", Types.BOOLEAN);

    private final NovaRequest request;
    private final Hosts hosts;

    ServicesResource(NovaRequest request, Hosts hosts) {
        this.request = request;
        this.hosts = hosts;
    }

    @GET
    @Operation("compute:services:list")
    public Response list() {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, Set.of("host", "binary"));
        String host = request.query().getFirst("host");
        String binary = request.query().getFirst("binary");
        List<Host> wanted = hosts.list().stream()
                .filter(each -> host == null || host.isEmpty() || each.name().equals(host))
                .filter(each -> binary == null || binary.isEmpty() || binary.equals(BINARY))
                .toList();
        return JsonOut.document(out -> out.objects("services", wanted, this::service))
                .ok();
    }

    @PUT
    @Path("{service}")
    @Operation("compute:services:update")
    @Mutation
    public Response update(@PathParam("service") String service, byte[] bytes) {
        return request.since(UUIDS_SINCE) ? byUuid(service, bytes) : byHost(service, bytes);
    }

    private Response byUuid(String id, byte[] bytes) {
        Body body = request.body(bytes, BY_UUID);
        if (!Types.isUuid(id) || id.length() != 36) {
            throw CloudException.badRequest("Invalid uuid: the id of a service is expected");
        }
        Host host = hosts.find(Ids.uuid(id))
                .orElseThrow(() -> CloudException.notFound("Service %s not found.".formatted(id)));
        String status = body.textOrNull("status");
        String reason = body.textOrNull("disabled_reason");
        boolean disable = "disabled".equals(status);
        if (status == null && !body.has("forced_down")) {
            throw CloudException.badRequest(
                    "No updates were requested. Fields 'status' or 'forced_down' should be specified.");
        }
        if (reason != null && !disable) {
            throw CloudException.badRequest("Specifying 'disabled_reason' with status 'enabled' is invalid.");
        }
        if (status != null) {
            hosts.setDisabled(host.name(), disable, reason);
        }
        body.bool("forced_down").ifPresent(down -> hosts.setForcedDown(host.name(), down));
        Host changed = found(host.name());
        return document(changed).status(200);
    }

    private Response byHost(String word, byte[] bytes) {
        Body body = request.body(bytes, BY_HOST);
        String name = body.needed("host");
        if (!body.needed("binary").equals(BINARY)) {
            throw CloudException.badRequest(
                    "Updating that service is not supported. Only nova-compute services can be updated.");
        }
        switch (word) {
            case "enable" -> hosts.setDisabled(found(name).name(), false, null);
            case "disable" -> hosts.setDisabled(found(name).name(), true, null);
            case "disable-log-reason" ->
                hosts.setDisabled(
                        found(name).name(),
                        true,
                        body.text("disabled_reason")
                                .orElseThrow(() -> CloudException.badRequest("Missing disabled reason field")));
            case "force-down" -> {
                request.only(FORCED_DOWN_SINCE, UUIDS_SINCE - 1);
                hosts.setForcedDown(
                        found(name).name(),
                        body.bool("forced_down")
                                .orElseThrow(() -> CloudException.badRequest("Missing forced_down field")));
            }
            default -> throw CloudException.notFound("Unknown action");
        }
        Host changed = found(name);
        return JsonOut.document(out -> out.object("service", service -> {
                    service.text("host", name).text("binary", BINARY);
                    if (word.equals("force-down")) {
                        service.bool("forced_down", changed.forcedDown());
                    } else {
                        service.text("status", status(changed));
                        addReason(service, changed.disabledReason());
                    }
                }))
                .status(200);
    }

    private static void addReason(JsonOut out, @Nullable String reason) {
        if (reason != null) {
            out.text("disabled_reason", reason);
        }
    }

    private Host found(String name) {
        return hosts.find(name)
                .orElseThrow(() ->
                        CloudException.notFound("Could not find binary nova-compute on host %s.".formatted(name)));
    }

    private Document document(Host host) {
        return JsonOut.document(out -> out.object("service", service -> service(service, host)));
    }

    private void service(JsonOut out, Host host) {
        out.text("binary", BINARY).text("host", host.name());
        if (request.since(UUIDS_SINCE)) {
            out.text("id", host.serviceId().toString());
        } else {
            out.number("id", host.number());
        }
        out.text("zone", host.zone())
                .text("status", status(host))
                .text("state", host.up() && !host.forcedDown() ? "up" : "down")
                .text("updated_at", Stamps.micros(host.lastSeen()))
                .text("disabled_reason", host.disabledReason());
        if (request.since(FORCED_DOWN_SINCE)) {
            out.bool("forced_down", host.forcedDown());
        }
    }

    static String status(Host host) {
        return host.disabled() ? "disabled" : "enabled";
    }
}
