package io.oblako.compute.api.server;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.Document;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.Servers;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.page.Sort;
import io.oblako.web.page.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The two lists of servers: query in, page out. */
@ApplicationScoped
class ServerLists {

    private static final int MAXIMUM = 1000;
    private static final Paging PAGING =
            new Paging(Set.copyOf(Servers.SORT_KEYS), List.of(new Sort("created_at", false)), MAXIMUM, MAXIMUM);
    /** Keys that Nova knows and ignores, or that say nothing about servers of this cloud. */
    private static final Set<String> IGNORED_KEYS = Set.of(
            "architecture",
            "cell_name",
            "cleaned",
            "default_ephemeral_device",
            "default_swap_device",
            "deleted",
            "deleted_at",
            "disable_terminate",
            "ephemeral_gb",
            "ephemeral_key_uuid",
            "id",
            "key_data",
            "launched_on",
            "memory_mb",
            "os_type",
            "reservation_id",
            "root_gb",
            "shutdown_terminate",
            "user_data",
            "vcpus",
            "vm_mode",
            "auto_disk_config",
            "kernel_id",
            "ramdisk_id",
            "root_device_name",
            "locked_by");

    private static final Set<String> OPERATORS_KEYS = Set.of("host", "node");

    private final NovaRequest request;
    private final Servers servers;
    private final Links links;
    private final Networks networks;

    ServerLists(NovaRequest request, Servers servers, Links links, Networks networks) {
        this.request = request;
        this.servers = servers;
        this.links = links;
        this.networks = networks;
    }

    /**
     * One page.
     *
     * @param path of the list, for the link to the next page
     * @param views makes of the servers of a page what writes each of them
     */
    Document document(String path, Function<List<Server>, BiConsumer<JsonOut, Server>> views) {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, ServerFilters.known());
        MultivaluedMap<String, String> query = request.query();
        PageRequest asked = page(query);
        Optional<ServerQuery> wanted = new ServerFilters(request.caller(), request.minor(), query, networks).read();
        Page<Server> page = wanted.map(some -> servers.page(some, asked)).orElse(new Page<>(List.of(), false));
        BiConsumer<JsonOut, Server> each = views.apply(page.rows());
        return JsonOut.document(out -> {
            out.objects("servers", page.rows(), each);
            if (page.more()) {
                String last = page.rows().getLast().id().toString();
                Links.next(out, "servers", Paging.next(links.versioned() + path, query, last));
            }
        });
    }

    private PageRequest page(MultivaluedMap<String, String> query) {
        String marker = query.getFirst("marker");
        if (marker != null && !marker.isEmpty() && !(Types.isUuid(marker) && marker.length() == 36)) {
            throw CloudException.badRequest("marker not found: the id of a server is expected");
        }
        MultivaluedMap<String, String> known = new MultivaluedHashMap<>();
        for (String name : List.of("limit", "marker")) {
            if (query.containsKey(name)) {
                known.putSingle(name, query.getFirst(name));
            }
        }
        List<String> keys = query.getOrDefault("sort_key", List.of());
        List<String> directions = query.getOrDefault("sort_dir", List.of());
        List<String> keptKeys = new ArrayList<>();
        List<String> keptDirections = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (counts(keys.get(i))) {
                keptKeys.add(keys.get(i));
                keptDirections.add(directions.isEmpty() ? "desc" : directions.get(Math.min(i, directions.size() - 1)));
            }
        }
        known.put("sort_key", keptKeys);
        known.put("sort_dir", keptDirections);
        PageRequest asked = PAGING.read(known);
        if (keptKeys.isEmpty() && !directions.isEmpty()) {
            return new PageRequest(
                    asked.limit(),
                    asked.marker(),
                    List.of(new Sort("created_at", "asc".equals(directions.getFirst()))));
        }
        return asked;
    }

    private boolean counts(String key) {
        if (OPERATORS_KEYS.contains(key) && !request.caller().isAdmin()) {
            throw CloudException.forbidden("Sorting by host or node is for administrators.");
        }
        return !IGNORED_KEYS.contains(key) && !(key.equals("locked") && !request.since(73));
    }
}
