package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.page.Page;
import io.oblako.network.domain.Catalog;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.Lifecycle;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Query;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.page.Paging;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The five operations on a kind of resources, from its attribute table, its catalog and its lifecycle. A resource class
 * names the routes and their operations and leaves the rest to this.
 */
final class Endpoint<T extends Resource<T>> {

    /** Things one request may create. */
    static final int MOST_AT_ONCE = 500;

    private static final Pattern IF_MATCH = Pattern.compile("revision_number=(.*)");

    private final Attributes<T> attributes;
    private final ListReader<T> lists;
    private final Catalog<T> catalog;
    private final Lifecycle<T> lifecycle;
    private final CurrentCaller caller;
    private final Clock clock;
    private final String base;
    private final @Nullable Parent parent;

    /** The thing that all things of the endpoint are parts of: an attribute of theirs has its id. */
    private record Parent(String attribute, UUID id) {}

    /** @param base public URL of the API, without a version */
    Endpoint(
            Attributes<T> attributes,
            ListReader<T> lists,
            Catalog<T> catalog,
            Lifecycle<T> lifecycle,
            CurrentCaller caller,
            Clock clock,
            String base) {
        this(
                attributes,
                lists,
                catalog,
                lifecycle,
                caller,
                clock,
                base.replaceAll("/+$", "") + "/v2.0/" + catalog.kind().path(),
                null);
    }

    private Endpoint(
            Attributes<T> attributes,
            ListReader<T> lists,
            Catalog<T> catalog,
            Lifecycle<T> lifecycle,
            CurrentCaller caller,
            Clock clock,
            String base,
            @Nullable Parent parent) {
        this.attributes = attributes;
        this.lists = lists;
        this.catalog = catalog;
        this.lifecycle = lifecycle;
        this.caller = caller;
        this.clock = clock;
        this.base = base;
        this.parent = parent;
    }

    /**
     * The same for the parts of one thing: others are not found, and new ones are made for it.
     *
     * @param attribute of the parts, with the id of the thing they are parts of; no request gives it
     * @param of a thing that the caller sees
     */
    Endpoint<T> within(String attribute, Resource<?> of) {
        String path = base.replace("{parent}", of.id().toString());
        return new Endpoint<>(
                attributes, lists, catalog, lifecycle, caller, clock, path, new Parent(attribute, of.id()));
    }

    /** The part of the path that names the kind. */
    String path() {
        return kind().collection().replace('_', '-');
    }

    /** Whether things of the kind have tags. */
    boolean tagged() {
        return attributes.line("tags") != null;
    }

    /** @throws CloudException the kind's "not found" */
    T visible(String id) {
        return catalog.require(viewer(), id(id));
    }

    /**
     * A thing as the caller may see it, locked for a change.
     *
     * @throws CloudException the kind's "not found"
     */
    T locked(String id) {
        return locked(viewer(), id, null);
    }

    /** The body of an answer about one thing. */
    Map<String, Object> view(T resource) {
        return Map.of(kind().word(), attributes.view(resource, viewer(), Set.of()));
    }

    private Query ofParent(Query query) {
        if (parent == null) {
            return query;
        }
        List<Query.Condition> conditions = new ArrayList<>(query.conditions());
        conditions.add(new Query.Condition(parent.attribute, List.of(parent.id.toString())));
        return new Query(
                query.viewer(), conditions, query.tags(), query.sort(), query.limit(), query.marker(), query.reverse());
    }

    /** The thing itself, unless it is a part of something else. */
    private T checked(T resource, Viewer viewer) {
        if (parent != null) {
            Attribute<T, ?> line = attributes.line(parent.attribute);
            if (line == null || !parent.id.equals(line.value(resource, viewer))) {
                throw kind().notFound(resource.id());
            }
        }
        return resource;
    }

    private Values posted(JsonNode given, Viewer viewer) {
        Values wanted = attributes.posted(given, viewer);
        return parent == null ? wanted : wanted.with(parent.attribute, parent.id);
    }

    private Kind kind() {
        return catalog.kind();
    }

    Viewer viewer() {
        return Viewer.of(caller.get());
    }

    Map<String, Object> list(UriInfo uri) {
        MultivaluedMap<String, String> parameters = uri.getQueryParameters();
        Viewer viewer = viewer();
        Query query = ofParent(lists.read(parameters, viewer));
        Page<T> page = catalog.list(query);
        Set<String> fields = ListReader.fields(parameters);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put(
                kind().collection(),
                page.rows().stream()
                        .map(row -> attributes.view(row, viewer, fields))
                        .toList());
        List<Map<String, String>> links = links(parameters, query, page);
        if (!links.isEmpty()) {
            view.put(kind().collection() + "_links", links);
        }
        return view;
    }

    /** To the pages around this one, when a limit was asked for or the list did not fit. */
    private List<Map<String, String>> links(MultivaluedMap<String, String> parameters, Query query, Page<T> page) {
        List<Map<String, String>> links = new ArrayList<>();
        if (page.rows().isEmpty() || (parameters.getFirst("limit") == null && !page.more())) {
            return links;
        }
        boolean behind = query.reverse() ? query.marker() != null : page.more();
        boolean before = query.reverse() ? page.more() : query.marker() != null;
        MultivaluedMap<String, String> others = new jakarta.ws.rs.core.MultivaluedHashMap<>();
        parameters.forEach((name, values) -> {
            if (!name.equals("page_reverse")) {
                others.put(name, values);
            }
        });
        if (behind) {
            links.add(link(
                    "next", Paging.next(base, others, page.rows().getLast().id().toString())));
        }
        if (before) {
            String previous =
                    Paging.next(base, others, page.rows().getFirst().id().toString());
            links.add(link("previous", previous + "&page_reverse=True"));
        }
        return links;
    }

    private static Map<String, String> link(String relation, String target) {
        Map<String, String> link = new LinkedHashMap<>();
        link.put("rel", relation);
        link.put("href", target);
        return link;
    }

    Map<String, Object> show(String id, UriInfo uri) {
        Viewer viewer = viewer();
        T resource = checked(catalog.require(viewer, id(id)), viewer);
        return Map.of(kind().word(), attributes.view(resource, viewer, ListReader.fields(uri.getQueryParameters())));
    }

    /** One thing, or several: all of them or none. */
    Response create(@Nullable JsonNode body) {
        Viewer viewer = viewer();
        JsonNode one = body == null ? null : body.get(kind().word());
        JsonNode many = body == null ? null : body.get(kind().collection());
        if (one != null) {
            T made = lifecycle.create(viewer, posted(one, viewer));
            return created(Map.of(kind().word(), attributes.view(made, viewer, Set.of())));
        }
        if (many == null || !many.isArray() || many.isEmpty()) {
            throw CloudException.badRequest("Unable to find '%s' in request body".formatted(kind().word()));
        }
        if (many.size() > MOST_AT_ONCE) {
            throw CloudException.badRequest("A request creates at most %d %s: send several requests."
                    .formatted(MOST_AT_ONCE, kind().collection()));
        }
        List<Values> wanted = new ArrayList<>();
        many.forEach(each -> wanted.add(posted(each, viewer)));
        List<Map<String, @Nullable Object>> views = wanted.stream()
                .map(values -> attributes.view(lifecycle.create(viewer, values), viewer, Set.of()))
                .toList();
        return created(Map.of(kind().collection(), views));
    }

    private static Response created(Map<String, ?> view) {
        return Response.status(Response.Status.CREATED).entity(view).build();
    }

    Map<String, Object> update(String id, @Nullable JsonNode body, @Nullable String ifMatch) {
        Viewer viewer = viewer();
        JsonNode given = body == null ? null : body.get(kind().word());
        if (given == null) {
            throw CloudException.badRequest("Unable to find '%s' in request body".formatted(kind().word()));
        }
        T current = locked(viewer, id, ifMatch);
        T saved = lifecycle.change(viewer, current, attributes.put(given, current, viewer));
        return Map.of(kind().word(), attributes.view(saved, viewer, Set.of()));
    }

    void delete(String id, @Nullable String ifMatch) {
        Viewer viewer = viewer();
        lifecycle.delete(viewer, locked(viewer, id, ifMatch));
    }

    List<String> tags(String id) {
        return catalog.require(viewer(), id(id)).standard().tags();
    }

    /** @param change of the tags it has to those it shall have */
    List<String> retag(String id, UnaryOperator<List<String>> change) {
        Viewer viewer = viewer();
        T current = catalog.requireLocked(viewer, id(id));
        viewer.requireOwner(current, "update_%s_tags".formatted(kind().collection()));
        List<String> next = change.apply(current.standard().tags());
        return lifecycle
                .save(current.with(current.standard().withTags(next, clock.instant())))
                .standard()
                .tags();
    }

    /** @throws CloudException REVISION_NUMBER_CONSTRAINT_FAILED */
    private T locked(Viewer viewer, String id, @Nullable String ifMatch) {
        T current = checked(catalog.requireLocked(viewer, id(id)), viewer);
        if (ifMatch == null) {
            return current;
        }
        Matcher matcher = IF_MATCH.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            return current; // Neutron minds only its own criterion.
        }
        if (!matcher.group(1).matches("\\d{1,18}")) {
            throw CloudException.badRequest("Invalid value for revision_number in If-Match: a number is expected.");
        }
        long wanted = Long.parseLong(matcher.group(1));
        if (wanted != current.standard().revision()) {
            throw new CloudException(
                    NetworkError.REVISION_NUMBER_CONSTRAINT_FAILED,
                    "Constrained to %d, but current revision is %d"
                            .formatted(wanted, current.standard().revision()));
        }
        return current;
    }

    private UUID id(String text) {
        if (!text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw kind().notFound(text);
        }
        return UUID.fromString(text);
    }
}
