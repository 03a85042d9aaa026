package io.oblako.compute.api.usage;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.usage.ServerUsage;
import io.oblako.compute.domain.usage.ServerUsage.Period;
import io.oblako.compute.domain.usage.ServerUsages;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.web.page.Paging;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tenants used in a stretch of time, from recorded facts about their servers.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#usage-reports-os-simple-tenant-usage">Compute API: usage
 *     reports</a>
 */
@Path("/v2.1/os-simple-tenant-usage")
@RunOnVirtualThread
public class TenantUsageResource {

    private static final int PAGES_SINCE = 40;
    private static final int MAXIMUM = 1000;
    /** Servers in one report below 2.40, which has no pages. */
    private static final int MOST_UNPAGED = 10_000;

    private static final Paging PAGING = new Paging(Set.of(), List.of(), MAXIMUM, MAXIMUM);

    private final NovaRequest request;
    private final ServerUsages usages;
    private final Links links;
    private final Clock clock;

    TenantUsageResource(NovaRequest request, ServerUsages usages, Links links, Clock clock) {
        this.request = request;
        this.usages = usages;
        this.links = links;
        this.clock = clock;
    }

    @GET
    @Operation("compute:tenant-usage:list")
    public Response list() {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, Set.of("start", "end", "detailed", "limit", "marker"));
        Period period = period();
        boolean detailed = "1".equals(request.query().getFirst("detailed"));
        Page<ServerUsage> page = page(period, null);
        Map<String, List<ServerUsage>> byTenant = page.rows().stream()
                .collect(Collectors.groupingBy(usage -> usage.project().value(), TreeMap::new, Collectors.toList()));
        return JsonOut.document(out -> {
                    out.objects(
                            "tenant_usages",
                            byTenant.values(),
                            (tenant, servers) -> tenant(tenant, servers, period, detailed));
                    next(out, "tenant_usages", "/os-simple-tenant-usage", page);
                })
                .ok();
    }

    @GET
    @Path("{project}")
    @Operation("compute:tenant-usage:show")
    public Response show(@PathParam("project") String id) {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, Set.of("start", "end", "detailed", "limit", "marker"));
        ProjectId project = readable(id);
        Period period = period();
        Page<ServerUsage> page = page(period, project);
        return JsonOut.document(out -> {
                    out.object("tenant_usage", tenant -> {
                        if (!page.rows().isEmpty()) {
                            tenant(tenant, page.rows(), period, true);
                        }
                    });
                    next(out, "tenant_usage", "/os-simple-tenant-usage/" + project, page);
                })
                .ok();
    }

    private ProjectId readable(String id) {
        boolean own = request.caller()
                .project()
                .filter(mine -> mine.value().equals(id))
                .isPresent();
        if (!own && !request.caller().isAdmin()) {
            throw CloudException.forbidden(
                    "Policy doesn't allow os_compute_api:os-simple-tenant-usage:show to be performed.");
        }
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw CloudException.badRequest("That is not the id of a project.");
        }
        return ProjectId.of(id);
    }

    private Page<ServerUsage> page(Period period, @Nullable ProjectId project) {
        if (!request.since(PAGES_SINCE)) {
            return Page.ofOneMore(usages.inPeriod(period, project, null, MOST_UNPAGED), MOST_UNPAGED);
        }
        PageRequest asked = PAGING.read(request.query());
        String marker = asked.marker();
        if (marker != null && !(Types.isUuid(marker) && marker.length() == 36)) {
            throw CloudException.badRequest("marker not found: the id of a server is expected");
        }
        return Page.ofOneMore(usages.inPeriod(period, project, marker, asked.limit() + 1), asked.limit());
    }

    private void next(JsonOut out, String name, String path, Page<ServerUsage> page) {
        if (request.since(PAGES_SINCE) && page.more()) {
            String last = page.rows().getLast().server().toString();
            Links.next(out, name, Paging.next(links.versioned() + path, request.query(), last));
        }
    }

    private Period period() {
        Instant now = clock.instant();
        // Without a period it is this moment, which is one microsecond long, as in Nova.
        Instant start = instant("start", now.minus(1, ChronoUnit.MICROS));
        Instant end = instant("end", now);
        if (!start.isBefore(end)) {
            throw CloudException.badRequest("Invalid start time. The start time cannot occur after the end time.");
        }
        Instant last = end.isAfter(now) ? now : end;
        if (!start.isBefore(last)) {
            throw CloudException.badRequest("Invalid start time. The start time cannot be in the future.");
        }
        return new Period(start, last);
    }

    private Instant instant(String name, Instant otherwise) {
        String text = request.query().getFirst(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        return Stamps.parse(text)
                .orElseThrow(() -> CloudException.badRequest(
                        "Datetime is in invalid format: %s must be like 2026-11-22T20:51:36".formatted(name)));
    }

    private void tenant(JsonOut out, List<ServerUsage> servers, Period period, boolean detailed) {
        double hours = 0;
        double cores = 0;
        double ram = 0;
        double disk = 0;
        for (ServerUsage each : servers) {
            double own = each.hours(period);
            hours += own;
            cores += own * each.vcpus();
            ram += own * each.ramMib();
            disk += own * each.localGib();
        }
        out.text("tenant_id", servers.getFirst().project().value())
                .number("total_hours", hours)
                .number("total_vcpus_usage", cores)
                .number("total_memory_mb_usage", ram)
                .number("total_local_gb_usage", disk)
                .text("start", Stamps.micros(period.start()))
                .text("stop", Stamps.micros(period.end()));
        if (detailed) {
            out.objects("server_usages", servers, (server, each) -> server(server, each, period));
        }
    }

    private void server(JsonOut out, ServerUsage usage, Period period) {
        out.text("instance_id", usage.server().toString())
                .text("name", usage.name())
                .text("tenant_id", usage.project().value())
                .text("flavor", usage.flavorName())
                .number("vcpus", usage.vcpus())
                .number("memory_mb", usage.ramMib())
                .number("local_gb", usage.localGib())
                .number("hours", usage.hours(period))
                .text("started_at", Stamps.micros(usage.launched()))
                .text("ended_at", Stamps.microsOrNull(usage.ended()))
                .text("state", usage.ended() == null ? usage.vmState() : "terminated")
                .number("uptime", usage.uptimeSeconds(clock.instant()));
    }
}
