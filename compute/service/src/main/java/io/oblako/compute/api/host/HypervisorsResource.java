package io.oblako.compute.api.host;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.node.Hosts;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.Servers;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.page.PageRequest;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Hypervisors, for operators.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#hypervisors-os-hypervisors">Compute API: hypervisors</a>
 */
@Path("/v2.1/os-hypervisors")
@RunOnVirtualThread
public class HypervisorsResource {

    private static final int PAGES_SINCE = 33;
    private static final int UUIDS_SINCE = 53;
    private static final int LAST_WITH_INVENTORY = 87;
    private static final int MAXIMUM = 1000;
    private static final Paging PAGING = new Paging(Set.of(), List.of(), MAXIMUM, MAXIMUM);

    private final NovaRequest request;
    private final Hosts hosts;
    private final Servers servers;
    private final Links links;

    HypervisorsResource(NovaRequest request, Hosts hosts, Servers servers, Links links) {
        this.request = request;
        this.hosts = hosts;
        this.servers = servers;
        this.links = links;
    }

    @GET
    @Operation("compute:hypervisors:list")
    public Response list() {
        return answer("/os-hypervisors", false);
    }

    @GET
    @Path("detail")
    @Operation("compute:hypervisors:list-detail")
    public Response detail() {
        return answer("/os-hypervisors/detail", true);
    }

    private Response answer(String path, boolean detailed) {
        request.refuseUnknownQuery(
                UUIDS_SINCE, Set.of("limit", "marker", "hypervisor_hostname_pattern", "with_servers"));
        HypervisorView view = new HypervisorView(request.minor());
        List<Host> all = matching();
        PageRequest page =
                request.since(PAGES_SINCE) ? PAGING.read(request.query()) : new PageRequest(MAXIMUM, null, List.of());
        int from = after(all, page);
        List<Host> rows = all.subList(from, Math.min(all.size(), from + page.limit()));
        boolean more = request.since(PAGES_SINCE) && from + rows.size() < all.size();
        boolean withServers = request.since(UUIDS_SINCE)
                && Boolean.parseBoolean(request.query().getFirst("with_servers"));
        return JsonOut.document(out -> {
                    out.objects("hypervisors", rows, (hypervisor, host) -> {
                        if (detailed) {
                            view.full(hypervisor, host);
                        } else {
                            view.brief(hypervisor, host);
                        }
                        view.servers(hypervisor, withServers ? on(host) : null);
                    });
                    if (more) {
                        String last = id(rows.getLast());
                        Links.next(out, "hypervisors", Paging.next(links.versioned() + path, request.query(), last));
                    }
                })
                .ok();
    }

    private List<Host> matching() {
        String pattern = request.since(UUIDS_SINCE) ? request.query().getFirst("hypervisor_hostname_pattern") : null;
        if (pattern == null) {
            return hosts.list();
        }
        if (request.query().containsKey("limit") || request.query().containsKey("marker")) {
            throw CloudException.badRequest(
                    "Paging over hypervisors with the hypervisor_hostname_pattern query parameter is not supported.");
        }
        return named(pattern);
    }

    private List<Host> named(String part) {
        List<Host> found =
                hosts.list().stream().filter(host -> host.name().contains(part)).toList();
        if (found.isEmpty()) {
            throw CloudException.notFound("No hypervisor matching '%s' could be found."
                    .formatted(part.length() > 64 ? part.substring(0, 64) + '…' : part));
        }
        return found;
    }

    private int after(List<Host> all, PageRequest page) {
        String marker = page.marker();
        if (marker == null) {
            return 0;
        }
        for (int i = 0; i < all.size(); i++) {
            if (id(all.get(i)).equals(marker)) {
                return i + 1;
            }
        }
        throw CloudException.badRequest("marker not found: the id of a hypervisor is expected");
    }

    private String id(Host host) {
        return request.since(UUIDS_SINCE) ? host.hypervisorId().toString() : String.valueOf(host.number());
    }

    private List<Server> on(Host host) {
        return servers.onHost(host.name()).stream()
                .filter(server -> !server.deleted())
                .toList();
    }

    @GET
    @Path("statistics")
    @Operation("compute:hypervisors:statistics")
    public Response statistics() {
        request.only(1, LAST_WITH_INVENTORY);
        List<Host> up = hosts.list().stream().filter(host -> !host.disabled()).toList();
        return JsonOut.document(out -> out.object(
                        "hypervisor_statistics",
                        sums -> sums.number("count", up.size())
                                .number("vcpus", sum(up, host -> host.facts().vcpus()))
                                .number(
                                        "memory_mb",
                                        sum(up, host -> host.facts().ramMib()))
                                .number("local_gb", sum(up, host -> host.facts().diskGib()))
                                .number(
                                        "vcpus_used",
                                        sum(up, host -> host.allocated().vcpus()))
                                .number(
                                        "memory_mb_used",
                                        sum(up, host -> host.allocated().ramMib()))
                                .number(
                                        "local_gb_used",
                                        sum(up, host -> host.allocated().diskGib()))
                                .number(
                                        "free_ram_mb",
                                        sum(
                                                up,
                                                host -> (long) host.facts().ramMib()
                                                        - host.allocated().ramMib()))
                                .number(
                                        "free_disk_gb",
                                        sum(
                                                up,
                                                host -> (long) host.facts().diskGib()
                                                        - host.allocated().diskGib()))
                                .number("current_workload", 0)
                                .number(
                                        "running_vms",
                                        sum(up, host -> host.allocated().servers()))
                                .number(
                                        "disk_available_least",
                                        sum(up, host -> host.facts().freeDiskGib()))))
                .ok();
    }

    private static long sum(List<Host> hosts, ToLongFunction<Host> of) {
        return hosts.stream().mapToLong(of).sum();
    }

    @GET
    @Path("{hypervisor}")
    @Operation("compute:hypervisors:show")
    public Response show(@PathParam("hypervisor") String id) {
        request.refuseUnknownQuery(UUIDS_SINCE, Set.of("with_servers"));
        Host host = found(id);
        HypervisorView view = new HypervisorView(request.minor());
        boolean withServers = request.since(UUIDS_SINCE)
                && Boolean.parseBoolean(request.query().getFirst("with_servers"));
        return JsonOut.document(out -> out.object("hypervisor", hypervisor -> {
                    view.full(hypervisor, host);
                    view.servers(hypervisor, withServers ? on(host) : null);
                }))
                .ok();
    }

    @GET
    @Path("{hypervisor}/uptime")
    @Operation("compute:hypervisors:uptime")
    public Response uptime(@PathParam("hypervisor") String id) {
        request.only(1, LAST_WITH_INVENTORY);
        Host host = found(id);
        HypervisorView view = new HypervisorView(request.minor());
        return JsonOut.document(out -> out.object("hypervisor", hypervisor -> {
                    view.brief(hypervisor, host);
                    hypervisor.text("uptime", HypervisorView.uptime(host));
                }))
                .ok();
    }

    /** By a part of the name; since 2.53 it is a query of the list. */
    @GET
    @Path("{hypervisor}/search")
    @Operation("compute:hypervisors:search")
    public Response search(@PathParam("hypervisor") String part) {
        request.only(1, UUIDS_SINCE - 1);
        HypervisorView view = new HypervisorView(request.minor());
        return JsonOut.document(out -> out.objects("hypervisors", named(part), view::brief))
                .ok();
    }

    @GET
    @Path("{hypervisor}/servers")
    @Operation("compute:hypervisors:servers")
    public Response serversOn(@PathParam("hypervisor") String part) {
        request.only(1, UUIDS_SINCE - 1);
        HypervisorView view = new HypervisorView(request.minor());
        return JsonOut.document(out -> out.objects("hypervisors", named(part), (hypervisor, host) -> {
                    view.brief(hypervisor, host);
                    view.servers(hypervisor, on(host));
                }))
                .ok();
    }

    private Host found(String id) {
        if (request.since(UUIDS_SINCE)) {
            if (!Types.isUuid(id) || id.length() != 36) {
                throw CloudException.badRequest("Invalid uuid: the id of a hypervisor is expected");
            }
            return hosts.find(Ids.uuid(id)).orElseThrow(() -> notFound(id));
        }
        if (!id.matches("[0-9]{1,9}")) {
            throw notFound(id);
        }
        return hosts.find(Integer.parseInt(id)).orElseThrow(() -> notFound(id));
    }

    private static CloudException notFound(String id) {
        return CloudException.notFound("Hypervisor with ID '%s' could not be found."
                .formatted(id.length() > 64 ? id.substring(0, 64) + '…' : id));
    }
}
