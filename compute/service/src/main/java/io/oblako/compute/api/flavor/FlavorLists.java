package io.oblako.compute.api.flavor;

import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.flavor.FlavorAccess;
import io.oblako.compute.domain.flavor.Flavors;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Page;
import io.oblako.kernel.page.PageRequest;
import io.oblako.kernel.page.Sort;
import io.oblako.kernel.token.Caller;
import io.oblako.web.page.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Which flavors a caller sees, and the query of their lists. */
@ApplicationScoped
public class FlavorLists {

    private static final int MAXIMUM = 1000;
    private static final Set<String> SORT_KEYS = Set.of(
            "flavorid",
            "name",
            "memory_mb",
            "vcpus",
            "root_gb",
            "ephemeral_gb",
            "swap",
            "rxtx_factor",
            "is_public",
            "disabled",
            "created_at",
            "id",
            "updated_at",
            "vcpu_weight");
    private static final Set<String> QUERY =
            Set.of("limit", "marker", "is_public", "minRam", "minDisk", "sort_key", "sort_dir");
    private static final Paging PAGING = new Paging(SORT_KEYS, List.of(), MAXIMUM, MAXIMUM);

    private final NovaRequest request;
    private final Flavors flavors;
    private final Links links;

    FlavorLists(NovaRequest request, Flavors flavors, Links links) {
        this.request = request;
        this.flavors = flavors;
        this.links = links;
    }

    /** @throws CloudException NOT_FOUND when there is none, or none for this caller */
    public Flavor visible(String id) {
        Caller caller = request.caller();
        return (caller.isAdmin() ? flavors.find(id) : flavors.findFor(request.project(), id))
                .orElseThrow(() -> FlavorAccess.notFound(id));
    }

    Response answer(String path, BiConsumer<JsonOut, Flavor> each) {
        request.refuseUnknownQuery(NovaRequest.STRICT_QUERIES, QUERY);
        MultivaluedMap<String, String> query = request.query();
        Page<Flavor> page = flavors.list(filter(query), page(query));
        return JsonOut.document(out -> {
                    out.objects("flavors", page.rows(), each);
                    if (page.more()) {
                        Links.next(
                                out,
                                "flavors",
                                Paging.next(
                                        links.versioned() + path,
                                        query,
                                        page.rows().getLast().id()));
                    }
                })
                .ok();
    }

    /** Nova sorts ascending unless told otherwise. */
    private static PageRequest page(MultivaluedMap<String, String> query) {
        PageRequest asked = PAGING.read(query);
        boolean descending = "desc".equals(query.getFirst("sort_dir"));
        String key = query.getFirst("sort_key");
        Sort sort = new Sort(key == null ? "flavorid" : key, !descending);
        return new PageRequest(asked.limit(), asked.marker(), List.of(sort));
    }

    private Flavors.Filter filter(MultivaluedMap<String, String> query) {
        Caller caller = request.caller();
        Boolean isPublic = caller.isAdmin() ? isPublic(query.getFirst("is_public")) : Boolean.TRUE;
        ProjectId own = caller.project().orElse(null);
        boolean withOwn = isPublic != null && isPublic;
        return new Flavors.Filter(
                isPublic,
                withOwn ? own : null,
                least(query.getFirst("minRam"), "minRam"),
                least(query.getFirst("minDisk"), "minDisk"),
                caller.isAdmin());
    }

    /** Absent is public; {@code None} is both. */
    private static @Nullable Boolean isPublic(@Nullable String word) {
        if (word == null) {
            return Boolean.TRUE;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> null;
            case "true", "t", "yes", "y", "on", "1" -> Boolean.TRUE;
            case "false", "f", "no", "n", "off", "0" -> Boolean.FALSE;
            default -> throw CloudException.badRequest("Invalid is_public filter: true, false or none is expected");
        };
    }

    private static int least(@Nullable String number, String name) {
        if (number == null) {
            return 0;
        }
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw CloudException.badRequest("Invalid %s filter: a whole number is expected".formatted(name));
        }
    }
}
