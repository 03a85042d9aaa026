package io.oblako.image.domain.catalog;

import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.id.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next state of an image while it is put together. Not thread-safe; ends with {@link #at}. */
public final class ImageDraft {

    private final Image before;
    private ProjectId owner;
    private @Nullable String name;
    private ImageStatus status;
    private Visibility visibility;
    private @Nullable DiskFormat diskFormat;
    private @Nullable ContainerFormat containerFormat;
    private int minDiskGib;
    private int minRamMib;
    private boolean isProtected;
    private boolean hidden;
    private List<String> tags;
    private final Map<String, String> properties;
    private long chargedBytes;
    private boolean counted;
    private boolean ordered;
    private @Nullable Upload upload;
    private @Nullable ImageData data;
    private @Nullable String fault;

    ImageDraft(Image before) {
        this.before = before;
        this.owner = before.owner();
        this.name = before.name();
        this.status = before.status();
        this.visibility = before.visibility();
        this.diskFormat = before.diskFormat();
        this.containerFormat = before.containerFormat();
        this.minDiskGib = before.minDiskGib();
        this.minRamMib = before.minRamMib();
        this.isProtected = before.isProtected();
        this.hidden = before.hidden();
        this.tags = new ArrayList<>(before.tags());
        this.properties = new LinkedHashMap<>(before.properties());
        this.chargedBytes = before.chargedBytes();
        this.counted = before.counted();
        this.ordered = before.ordered();
        this.upload = before.upload();
        this.data = before.data();
        this.fault = before.fault();
    }

    /** The image as it was. */
    public Image before() {
        return before;
    }

    public ImageDraft owner(ProjectId value) {
        owner = value;
        return this;
    }

    public ImageDraft name(@Nullable String value) {
        name = value;
        return this;
    }

    public ImageDraft status(ImageStatus value) {
        status = value;
        return this;
    }

    public ImageDraft visibility(Visibility value) {
        visibility = value;
        return this;
    }

    public ImageDraft diskFormat(@Nullable DiskFormat value) {
        diskFormat = value;
        return this;
    }

    public ImageDraft containerFormat(@Nullable ContainerFormat value) {
        containerFormat = value;
        return this;
    }

    public ImageDraft minDiskGib(int value) {
        minDiskGib = value;
        return this;
    }

    public ImageDraft minRamMib(int value) {
        minRamMib = value;
        return this;
    }

    public ImageDraft isProtected(boolean value) {
        isProtected = value;
        return this;
    }

    public ImageDraft hidden(boolean value) {
        hidden = value;
        return this;
    }

    public List<String> tags() {
        return List.copyOf(tags);
    }

    public ImageDraft tags(List<String> value) {
        tags = new ArrayList<>(value);
        return this;
    }

    public Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    public ImageDraft property(String property, String value) {
        properties.put(property, value);
        return this;
    }

    public ImageDraft withoutProperty(String property) {
        properties.remove(property);
        return this;
    }

    ImageDraft charged(long bytes) {
        chargedBytes = bytes;
        return this;
    }

    ImageDraft counted(boolean value) {
        counted = value;
        return this;
    }

    ImageDraft ordered(boolean value) {
        ordered = value;
        return this;
    }

    ImageDraft upload(@Nullable Upload value) {
        upload = value;
        return this;
    }

    ImageDraft data(@Nullable ImageData value) {
        data = value;
        return this;
    }

    ImageDraft fault(@Nullable String value) {
        fault = value;
        return this;
    }

    /** The next state. The generation is counted up by whoever saves it. */
    public Image at(Instant now) {
        return new Image(
                before.id(),
                owner,
                name,
                status,
                visibility,
                diskFormat,
                containerFormat,
                minDiskGib,
                minRamMib,
                isProtected,
                hidden,
                tags,
                properties,
                chargedBytes,
                counted,
                ordered,
                upload,
                data,
                fault,
                before.generation(),
                before.createdAt(),
                now);
    }
}
