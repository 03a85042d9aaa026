package io.oblako.image.domain.catalog;

import static io.oblako.image.domain.catalog.ImageError.ATTRIBUTE_INVALID;
import static io.oblako.image.domain.catalog.ImageError.ATTRIBUTE_READ_ONLY;

import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets and removes attributes of a draft by their names in the API, as a tenant may. What is not a base attribute is a
 * property. Values are those of JSON: String, Boolean, Number, List, null.
 */
public final class ImageEdit {

    public static final int MAX_NAME_CHARS = 255;
    public static final int MAX_TAG_CHARS = 255;
    public static final int MAX_TAGS = 128;

    /** Attributes that the service alone writes (security row API-04). */
    private static final Set<String> READ_ONLY = Set.of(
            "id",
            "created_at",
            "updated_at",
            "status",
            "checksum",
            "size",
            "virtual_size",
            "direct_url",
            "self",
            "file",
            "schema",
            "stores",
            "locations",
            "os_hash_algo",
            "os_hash_value",
            "os_fault",
            "first",
            "next");

    /** Words with a meaning inside. */
    private static final Set<String> RESERVED = Set.of("deleted", "deleted_at", "is_public", "location", "members");

    private static final String RESERVED_PREFIX = "os_glance";

    private static final Set<String> BASE = Set.of(
            "name",
            "visibility",
            "protected",
            "os_hidden",
            "container_format",
            "disk_format",
            "min_disk",
            "min_ram",
            "tags",
            "owner");

    private final ImageDraft draft;
    private final boolean trusted;
    private final Consumer<Visibility> visibilityPolicy;

    /**
     * @param trusted an operator or a service of the cloud edits
     * @param visibilityPolicy throws when the caller may not give an image this visibility
     */
    public ImageEdit(ImageDraft draft, boolean trusted, Consumer<Visibility> visibilityPolicy) {
        this.draft = draft;
        this.trusted = trusted;
        this.visibilityPolicy = visibilityPolicy;
    }

    /** Whether the attribute exists on the image now; base attributes always do. */
    public boolean has(String attribute) {
        return BASE.contains(attribute) || draft.properties().containsKey(attribute);
    }

    /**
     * @throws CloudException ATTRIBUTE_READ_ONLY or ATTRIBUTE_INVALID
     */
    public ImageEdit set(String attribute, @Nullable Object value) {
        requireWritable(attribute);
        switch (attribute) {
            case "name" ->
                draft.name(value == null ? null : Texts.check("Name", text(attribute, value), MAX_NAME_CHARS));
            case "visibility" -> setVisibility(text(attribute, value));
            case "protected" -> draft.isProtected(bool(attribute, value));
            case "os_hidden" -> draft.hidden(bool(attribute, value));
            case "container_format" -> setContainerFormat(value);
            case "disk_format" -> setDiskFormat(value);
            case "min_disk" -> draft.minDiskGib(number(attribute, value));
            case "min_ram" -> draft.minRamMib(number(attribute, value));
            case "tags" -> setTags(value);
            case "owner" -> setOwner(text(attribute, value));
            default -> setProperty(attribute, value);
        }
        return this;
    }

    /**
     * Sets a property, never an attribute.
     *
     * @throws CloudException ATTRIBUTE_READ_ONLY for the name of an attribute, or ATTRIBUTE_INVALID
     */
    public ImageEdit property(String name, String value) {
        requireWritable(name);
        if (BASE.contains(name)) {
            throw new CloudException(
                    ATTRIBUTE_READ_ONLY,
                    "'%s' is an attribute of images. Call the property otherwise.".formatted(name));
        }
        setProperty(name, value);
        return this;
    }

    /** @throws CloudException ATTRIBUTE_READ_ONLY for anything but a property */
    public ImageEdit remove(String attribute) {
        requireWritable(attribute);
        if (BASE.contains(attribute)) {
            throw new CloudException(ATTRIBUTE_READ_ONLY, "Property %s may not be removed.".formatted(attribute));
        }
        draft.withoutProperty(attribute);
        return this;
    }

    private static void requireWritable(String attribute) {
        if (READ_ONLY.contains(attribute)) {
            throw new CloudException(ATTRIBUTE_READ_ONLY, "Attribute '%s' is read-only.".formatted(attribute));
        }
        if (RESERVED.contains(attribute) || attribute.startsWith(RESERVED_PREFIX)) {
            throw new CloudException(ATTRIBUTE_READ_ONLY, "Attribute '%s' is reserved.".formatted(attribute));
        }
    }

    private void setVisibility(String word) {
        Visibility wanted = Visibility.ofGlanceName(word)
                .orElseThrow(() -> invalid("visibility is one of public, community, shared, private."));
        if (wanted != draft.before().visibility()) {
            visibilityPolicy.accept(wanted);
        }
        draft.visibility(wanted);
    }

    private void setContainerFormat(@Nullable Object value) {
        ContainerFormat wanted = value == null
                ? null
                : ContainerFormat.ofGlanceName(text("container_format", value))
                        .orElseThrow(() -> invalid("Invalid container format for image: bare and ova are accepted."));
        if (wanted != draft.before().containerFormat()) {
            requireQueued("container_format");
        }
        draft.containerFormat(wanted);
    }

    private void setDiskFormat(@Nullable Object value) {
        DiskFormat wanted = value == null
                ? null
                : DiskFormat.ofGlanceName(text("disk_format", value))
                        .filter(format -> format != DiskFormat.OVA)
                        .orElseThrow(() -> invalid("Invalid disk format for image:"
                                + " raw, qcow2, vmdk, vdi, vhd, vhdx and iso are accepted."));
        if (wanted != draft.before().diskFormat()) {
            requireQueued("disk_format");
        }
        draft.diskFormat(wanted);
    }

    private void requireQueued(String attribute) {
        if (draft.before().status() != ImageStatus.QUEUED) {
            throw new CloudException(
                    ATTRIBUTE_READ_ONLY, "Attribute %s can be only replaced for a queued image.".formatted(attribute));
        }
    }

    private void setTags(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            throw invalid("tags is a list of strings.");
        }
        List<String> tags = new ArrayList<>(list.size());
        for (Object tag : list) {
            tags.add(checkTag(text("tags", tag)));
        }
        draft.tags(checkCount(tags));
    }

    /** Adds one tag; adding it again changes nothing. */
    public ImageEdit addTag(String tag) {
        List<String> tags = new ArrayList<>(draft.tags());
        tags.add(checkTag(tag));
        draft.tags(checkCount(tags));
        return this;
    }

    /** @return false when the image has no such tag */
    public boolean removeTag(String tag) {
        List<String> tags = new ArrayList<>(draft.tags());
        boolean had = tags.remove(tag);
        draft.tags(tags);
        return had;
    }

    private static String checkTag(String tag) {
        if (tag.isEmpty()) {
            throw invalid("A tag has at least one character.");
        }
        return Texts.check("Tag", tag, MAX_TAG_CHARS);
    }

    private static List<String> checkCount(List<String> tags) {
        List<String> distinct = tags.stream().distinct().toList();
        if (distinct.size() > MAX_TAGS) {
            throw new CloudException(ImageError.STORAGE_QUOTA, "An image has at most %d tags.".formatted(MAX_TAGS));
        }
        return distinct;
    }

    private void setOwner(String value) {
        ProjectId wanted;
        try {
            wanted = ProjectId.of(value);
        } catch (IllegalArgumentException e) {
            throw new CloudException(ATTRIBUTE_INVALID, "owner is the id of a project.", e);
        }
        if (!wanted.equals(draft.before().owner()) && !trusted) {
            throw new CloudException(ATTRIBUTE_READ_ONLY, "You are not permitted to give an image to another project.");
        }
        draft.owner(wanted);
    }

    private void setProperty(String name, @Nullable Object value) {
        if (value == null) {
            draft.withoutProperty(name);
            return;
        }
        String text = text(name, value);
        ImageProperties.check(name, text, trusted);
        draft.property(name, text);
        if (draft.properties().size() > ImageProperties.MAX_COUNT) {
            throw new CloudException(
                    ImageError.STORAGE_QUOTA,
                    "An image has at most %d properties.".formatted(ImageProperties.MAX_COUNT));
        }
    }

    private static String text(String attribute, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw doesNotMatch(attribute, "string");
    }

    private static boolean bool(String attribute, @Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw doesNotMatch(attribute, "boolean");
    }

    private static int number(String attribute, @Nullable Object value) {
        if (value instanceof Integer number && number >= 0) {
            return number;
        }
        throw doesNotMatch(attribute, "integer from 0 to 2147483647");
    }

    private static CloudException doesNotMatch(String attribute, String type) {
        String shown = attribute.length() > 64 ? attribute.substring(0, 64) : attribute;
        return invalid(
                "Provided object does not match schema 'image': '%s' is not of type '%s'".formatted(shown, type));
    }

    private static CloudException invalid(String message) {
        return new CloudException(ATTRIBUTE_INVALID, message);
    }
}
