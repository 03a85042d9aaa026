package io.oblako.image.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.image.domain.catalog.ImageDraft;
import io.oblako.image.domain.catalog.ImageEdit;
import io.oblako.kernel.error.CloudException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON patches in Glance's two dialects and applies them to an image.
 *
 * @see <a href="https://docs.openstack.org/api-ref/image/v2/#update-image">Glance: update image</a>
 */
final class ImagePatch {

    /** {@code [{"op": "replace", "path": "/name", "value": "x"}]}, RFC 6902 without test, move and copy. */
    static final String V21 = "application/openstack-images-v2.1-json-patch";
    /** {@code [{"replace": "/name", "value": "x"}]}, an earlier draft of it. */
    static final String V20 = "application/openstack-images-v2.0-json-patch";

    private static final List<String> OPERATIONS = List.of("add", "replace", "remove");
    private static final int MAX_CHANGES = 512;
    private static final String TAGS = "tags";

    private ImagePatch() {}

    /** @param value absent for remove */
    private record Change(
            String operation, List<String> path, @Nullable JsonNode value) {}

    /** Applies all changes in order, or throws. */
    static void apply(JsonNode patch, boolean draftDialect, ImageDraft draft, ImageEdit edit) {
        if (!patch.isArray()) {
            throw CloudException.badRequest("Request body must be a JSON array of operation objects.");
        }
        if (patch.size() > MAX_CHANGES) {
            throw CloudException.badRequest("At most %d operations are made at once.".formatted(MAX_CHANGES));
        }
        for (JsonNode node : patch) {
            apply(draftDialect ? readDraft(node) : read(node), draft, edit);
        }
    }

    private static Change read(JsonNode node) {
        String operation = node.path("op").asText();
        if (!node.isObject() || !OPERATIONS.contains(operation)) {
            throw CloudException.badRequest("Operations must be objects with op add, replace or remove.");
        }
        return change(operation, node.path("path"), node.get("value"));
    }

    private static Change readDraft(JsonNode node) {
        List<String> named = OPERATIONS.stream().filter(node::has).toList();
        if (!node.isObject() || named.size() != 1) {
            throw CloudException.badRequest("Operations must contain exactly one of add, replace, remove.");
        }
        return change(named.getFirst(), node.path(named.getFirst()), node.get("value"));
    }

    private static Change change(String operation, JsonNode path, @Nullable JsonNode value) {
        if (!path.isTextual()) {
            throw CloudException.badRequest("An operation needs a path.");
        }
        if (!operation.equals("remove") && value == null) {
            throw CloudException.badRequest("Operation \"%s\" requires a member named \"value\".".formatted(operation));
        }
        return new Change(operation, pointer(path.asText()), value);
    }

    /** RFC 6901. */
    private static List<String> pointer(String text) {
        if (!text.startsWith("/") || text.length() == 1 || text.endsWith("/") || text.contains("//")) {
            throw CloudException.badRequest("Pointer must start with \"/\" and name an attribute.");
        }
        List<String> path = new ArrayList<>();
        for (String part : text.substring(1).split("/", -1)) {
            path.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return path;
    }

    private static void apply(Change change, ImageDraft draft, ImageEdit edit) {
        String attribute = change.path().getFirst();
        if (change.path().size() == 2 && attribute.equals(TAGS)) {
            edit.set(TAGS, changedTags(change, draft.tags()));
            return;
        }
        if (change.path().size() > 1) {
            if (attribute.equals("locations")) {
                throw CloudException.forbidden("Attribute 'locations' is read-only.");
            }
            throw CloudException.badRequest("Invalid JSON pointer for this resource.");
        }
        switch (change.operation()) {
            case "add" -> edit.set(attribute, value(change));
            case "replace" -> {
                Object value = value(change);
                if (!edit.has(attribute)) {
                    edit.set(attribute, value);
                    throw CloudException.conflict("Property %s does not exist.".formatted(attribute));
                }
                edit.set(attribute, value);
            }
            default -> {
                boolean had = edit.has(attribute);
                edit.remove(attribute);
                if (!had) {
                    throw CloudException.conflict("Property %s does not exist.".formatted(attribute));
                }
            }
        }
    }

    /** The SDK sends differences of the list of tags by index, so they are understood too. */
    private static List<@Nullable Object> changedTags(Change change, List<String> before) {
        List<@Nullable Object> tags = new ArrayList<>(before);
        String index = change.path().get(1);
        boolean adds = change.operation().equals("add");
        int at = index.equals("-") && adds ? tags.size() : number(index);
        if (at < 0 || at > tags.size() || (at == tags.size() && !adds)) {
            throw CloudException.conflict("The list of tags has no such index.");
        }
        switch (change.operation()) {
            case "add" -> tags.add(at, value(change));
            case "replace" -> tags.set(at, value(change));
            default -> tags.remove(at);
        }
        return tags;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CloudException(
                    io.oblako.kernel.error.CommonError.INVALID_REQUEST, "Invalid JSON pointer for this resource.", e);
        }
    }

    private static @Nullable Object value(Change change) {
        JsonNode value = change.value();
        return value == null ? null : Bodies.plain(value);
    }
}
