package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attribute table of a kind: from its lines come the check of bodies, defaults, views, filters and sort keys. The
 * standard attributes are there by themselves.
 *
 * @see <a href="https://opendev.org/openstack/neutron-lib/src/branch/master/neutron_lib/api/attributes.py">neutron-lib:
 *     attributes</a>
 */
final class Attributes<T extends Resource<T>> {

    private static final List<String> OWNER = List.of("tenant_id", "project_id");

    private final Kind kind;
    private final Map<String, Attribute<T, ?>> table = new LinkedHashMap<>();

    /** @param own what the kind has besides the standard attributes */
    Attributes(Kind kind, List<Attribute<T, ?>> own) {
        this.kind = kind;
        List<Attribute<T, ?>> all = new ArrayList<>(standard());
        all.addAll(own);
        for (Attribute<T, ?> attribute : all) {
            if (table.put(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException(kind + " has two lines for " + attribute.name());
            }
        }
    }

    /** For a kind whose things have no name or tags of their own. */
    Attributes<T> without(String... names) {
        for (String name : names) {
            table.remove(name);
        }
        return this;
    }

    private static <T extends Resource<T>> List<Attribute<T, ?>> standard() {
        return List.of(
                Attribute.<T, java.util.UUID>of("id", Types.ID, Resource::id).list(),
                Attribute.<T, String>of(
                                "name",
                                Types.text(Types.NAME),
                                one -> one.standard().name())
                        .post("")
                        .put()
                        .list(),
                Attribute.<T, String>of(
                        "tenant_id",
                        Types.text(Types.NAME),
                        one -> one.project().value()),
                Attribute.<T, String>of(
                                "project_id",
                                Types.text(Types.NAME),
                                one -> one.project().value())
                        .list(),
                Attribute.<T, String>of(
                                "description",
                                Types.text(Types.NAME),
                                one -> one.standard().description())
                        .post("")
                        .put()
                        .list(),
                Attribute.<T, List<String>>of(
                        "tags",
                        Types.list(Types.text(Types.NAME), Integer.MAX_VALUE),
                        one -> one.standard().tags()),
                Attribute.<T, String>of(
                        "created_at",
                        Types.text(Types.NAME),
                        one -> seconds(one.standard().createdAt())),
                Attribute.<T, String>of(
                        "updated_at",
                        Types.text(Types.NAME),
                        one -> seconds(one.standard().updatedAt())),
                Attribute.<T, Integer>of("revision_number", Types.number(0, Integer.MAX_VALUE), one ->
                                (int) one.standard().revision())
                        .list());
    }

    private static String seconds(java.time.Instant moment) {
        return moment.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    Kind kind() {
        return kind;
    }

    /** The line of an attribute; absent when the kind has none of that name. */
    @Nullable
    Attribute<T, ?> line(String name) {
        return table.get(name);
    }

    /** All lines, the standard ones first. */
    List<Attribute<T, ?>> lines() {
        return List.copyOf(table.values());
    }

    // --- bodies

    /**
     * What a POST wants.
     *
     * @param given the object under the kind's name
     * @throws CloudException INVALID_REQUEST, POLICY_NOT_AUTHORIZED
     */
    Values posted(JsonNode given, Viewer viewer) {
        Set<String> names = names(given);
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Attribute<T, ?> attribute : table.values()) {
            if (attribute.isRequired() && !given.has(attribute.name())) {
                throw CloudException.badRequest(
                        "Failed to parse request. Required attribute '%s' not specified".formatted(attribute.name()));
            }
            if (attribute.inPost()) {
                values.put(attribute.name(), attribute.standard());
            }
        }
        for (String name : names) {
            if (OWNER.contains(name)) {
                continue;
            }
            Attribute<T, ?> attribute = recognized(name);
            if (!attribute.inPost()) {
                throw CloudException.badRequest("Attribute '%s' not allowed in POST".formatted(name));
            }
            Object value = read(attribute, given.get(name));
            boolean standard = !attribute.isRequired() && Objects.equals(value, attribute.standard());
            if (attribute.operatorsSet() && !viewer.operator() && !standard) {
                throw Viewer.notAllowed("create_%s:%s".formatted(kind.word(), name));
            }
            values.put(name, value);
        }
        values.put("project_id", owner(given, viewer));
        return new Values(values, names);
    }

    /**
     * What a PUT makes of a resource.
     *
     * @param given the object under the kind's name
     * @throws CloudException INVALID_REQUEST, POLICY_NOT_AUTHORIZED
     */
    Values put(JsonNode given, T current, Viewer viewer) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Attribute<T, ?> attribute : table.values()) {
            values.put(attribute.name(), attribute.value(current, viewer));
        }
        Set<String> names = names(given);
        for (String name : names) {
            Attribute<T, ?> attribute = recognized(name);
            if (!attribute.inPut()) {
                throw CloudException.badRequest("Cannot update read-only attribute %s".formatted(name));
            }
            if (attribute.operatorsSet() && !viewer.operator()) {
                throw Viewer.notAllowed("update_%s:%s".formatted(kind.word(), name));
            }
            values.put(name, read(attribute, given.get(name)));
        }
        values.put("project_id", current.project());
        return new Values(values, names);
    }

    private static Set<String> names(JsonNode given) {
        if (!given.isObject()) {
            throw CloudException.badRequest("Request body must be a JSON object.");
        }
        Set<String> names = new HashSet<>();
        given.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private Attribute<T, ?> recognized(String name) {
        Attribute<T, ?> attribute = table.get(name);
        if (attribute == null) {
            String shown = name.length() > 64 ? name.substring(0, 64) : name;
            throw CloudException.badRequest("Unrecognized attribute(s) '%s'".formatted(shown));
        }
        return attribute;
    }

    private static @Nullable Object read(Attribute<?, ?> attribute, JsonNode json) {
        try {
            return attribute.type().read(json);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest(
                    "Invalid input for %s. Reason: %s.".formatted(attribute.name(), e.getMessage()));
        }
    }

    /** Operators make things for others; everybody else for the project of the token. */
    private static ProjectId owner(JsonNode given, Viewer viewer) {
        ProjectId named = null;
        for (String name : OWNER) {
            JsonNode text = given.path(name);
            if (text.isMissingNode()) {
                continue;
            }
            ProjectId project = project(name, text);
            if (named != null && !named.equals(project)) {
                throw CloudException.badRequest("'project_id' and 'tenant_id' do not match");
            }
            named = project;
        }
        ProjectId own = viewer.project();
        if (named != null && !named.equals(own) && !viewer.operator()) {
            throw CloudException.badRequest(
                    "Specifying 'project_id' or 'tenant_id' other than the authenticated project"
                            + " in request requires admin privileges");
        }
        if (named != null) {
            return named;
        }
        if (own == null) {
            throw new CloudException(
                    NetworkError.POLICY_NOT_AUTHORIZED,
                    "A project-scoped token is needed, or project_id in the body: ask for a token with a project.");
        }
        return own;
    }

    private static ProjectId project(String name, JsonNode text) {
        try {
            return ProjectId.of(text.asText());
        } catch (IllegalArgumentException e) {
            throw CloudException.badRequest(
                    "Invalid input for %s. Reason: it is not the id of a project.".formatted(name));
        }
    }

    // --- views

    /** @param fields names of attributes to show; empty for all */
    Map<String, @Nullable Object> view(T resource, Viewer viewer, Set<String> fields) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        for (Attribute<T, ?> attribute : table.values()) {
            if (attribute.shownTo(viewer) && (fields.isEmpty() || fields.contains(attribute.name()))) {
                view.put(attribute.name(), attribute.view(resource, viewer));
            }
        }
        return view;
    }
}
