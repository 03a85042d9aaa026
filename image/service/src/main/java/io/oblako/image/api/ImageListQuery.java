package io.oblako.image.api;

import io.oblako.image.domain.catalog.ContainerFormat;
import io.oblako.image.domain.catalog.ImageId;
import io.oblako.image.domain.catalog.ImageQuery;
import io.oblako.image.domain.catalog.ImageQuery.Comparison;
import io.oblako.image.domain.catalog.ImageQuery.TimeBound;
import io.oblako.image.domain.catalog.ImageStatus;
import io.oblako.image.domain.catalog.MemberStatus;
import io.oblako.image.domain.catalog.Viewer;
import io.oblako.image.domain.catalog.Visibility;
import io.oblako.image.inspect.DiskFormat;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.error.CommonError;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.page.Sort;
import io.oblako.web.page.Paging;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query string of Glance's image list.
 *
 * @see <a href="https://docs.openstack.org/api-ref/image/v2/#list-images">Glance: list images</a>
 */
final class ImageListQuery {

    static final int DEFAULT_LIMIT = 25;
    static final int MAX_LIMIT = 1000;

    private static final Paging PAGING = new Paging(
            Set.copyOf(ImageQuery.SORT_KEYS), List.of(new Sort("created_at", false)), DEFAULT_LIMIT, MAX_LIMIT);

    /** Parameters with a meaning of their own; any other asks for a property. */
    private static final Set<String> KNOWN = Set.of(
            "limit",
            "marker",
            "sort",
            "sort_key",
            "sort_dir",
            "name",
            "id",
            "status",
            "visibility",
            "owner",
            "tag",
            "size_min",
            "size_max",
            "size",
            "virtual_size",
            "disk_format",
            "container_format",
            "protected",
            "os_hidden",
            "created_at",
            "updated_at",
            "member_status",
            "min_disk",
            "min_ram",
            "checksum",
            "os_hash_value",
            "os_hash_algo",
            "all_tenants");

    /** The one that there is. */
    private static final String HASH_ALGORITHM = "sha512";

    private static final int MAX_VALUES = 100;
    private static final int MAX_PROPERTIES = 32;

    private final MultivaluedMap<String, String> parameters;
    private boolean nothing;

    private ImageListQuery(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** @throws CloudException INVALID_REQUEST for values that no image can have by its type */
    static ImageQuery read(MultivaluedMap<String, String> parameters, Viewer viewer) {
        return new ImageListQuery(parameters).read(viewer);
    }

    private ImageQuery read(Viewer viewer) {
        String visibility = first("visibility");
        boolean all = "all".equals(visibility);
        Long size = number("size");
        List<ImageId> ids = choice("id", ImageId::parse);
        List<ImageStatus> statuses = choice("status", ImageStatus::ofGlanceName);
        List<DiskFormat> disks = choice("disk_format", DiskFormat::ofGlanceName);
        List<ContainerFormat> containers = choice("container_format", ContainerFormat::ofGlanceName);
        ProjectId owner = owner();
        String algorithm = first("os_hash_algo");
        nothing |= algorithm != null && !algorithm.equals(HASH_ALGORITHM);
        return new ImageQuery(
                viewer,
                values("name"),
                ids,
                statuses,
                disks,
                containers,
                bounded(parameters.getOrDefault("tag", List.of())),
                properties(),
                visibility == null || all
                        ? null
                        : Visibility.ofGlanceName(visibility)
                                .orElseThrow(() -> CloudException.badRequest("Invalid visibility value: public,"
                                        + " community, shared, private and all are known.")),
                all,
                memberStatus(),
                owner,
                bool("protected"),
                Boolean.TRUE.equals(bool("os_hidden")),
                size == null ? number("size_min") : size,
                size == null ? number("size_max") : size,
                number("virtual_size"),
                small("min_disk"),
                small("min_ram"),
                first("checksum"),
                first("os_hash_value"),
                times(),
                nothing,
                PAGING.read(parameters));
    }

    private @Nullable String first(String name) {
        String value = parameters.getFirst(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** One value, or several as {@code in:a,b,"c,d"}. */
    private List<String> values(String name) {
        String value = first(name);
        if (value == null) {
            return List.of();
        }
        return value.startsWith("in:") ? bounded(split(value.substring(3))) : List.of(value);
    }

    private static List<String> split(String text) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        if (quoted) {
            throw CloudException.badRequest("Invalid filter value: a quotation mark is missing.");
        }
        values.add(value.toString());
        return values;
    }

    private static List<String> bounded(List<String> values) {
        if (values.size() > MAX_VALUES) {
            throw CloudException.badRequest("A filter takes at most %d values.".formatted(MAX_VALUES));
        }
        return values;
    }

    /** What of the values means something. When none does, no image can pass. */
    private <T> List<T> choice(String name, Function<String, Optional<T>> reader) {
        List<String> values = values(name);
        List<T> known = values.stream().map(reader).flatMap(Optional::stream).toList();
        nothing |= !values.isEmpty() && known.isEmpty();
        return known;
    }

    private @Nullable ProjectId owner() {
        String owner = first("owner");
        if (owner == null) {
            return null;
        }
        try {
            return ProjectId.of(owner);
        } catch (IllegalArgumentException e) {
            nothing = true;
            return null;
        }
    }

    private @Nullable MemberStatus memberStatus() {
        String status = first("member_status");
        if (status == null) {
            return MemberStatus.ACCEPTED;
        }
        if (status.equals("all")) {
            return null;
        }
        return MemberStatus.ofGlanceName(status)
                .orElseThrow(() -> CloudException.badRequest(
                        "Invalid status: member_status is one of pending, accepted, rejected, all."));
    }

    private @Nullable Boolean bool(String name) {
        String value = first(name);
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw CloudException.badRequest("'%s' is true or false.".formatted(name));
        };
    }

    private @Nullable Long number(String name) {
        String value = first(name);
        if (value == null) {
            return null;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new CloudException(CommonError.INVALID_REQUEST, notANumber(name), e);
        }
        throw CloudException.badRequest(notANumber(name));
    }

    private static String notANumber(String name) {
        return "'%s' is a whole number of 0 or more.".formatted(name);
    }

    private @Nullable Integer small(String name) {
        Long number = number(name);
        if (number == null) {
            return null;
        }
        if (number > Integer.MAX_VALUE) {
            nothing = true;
            return Integer.MAX_VALUE;
        }
        return number.intValue();
    }

    private List<TimeBound> times() {
        List<TimeBound> times = new ArrayList<>();
        for (String name : List.of("created_at", "updated_at")) {
            for (String value : bounded(parameters.getOrDefault(name, List.of()))) {
                times.add(time(name, value));
            }
        }
        return times;
    }

    private static TimeBound time(String name, String value) {
        int colon = value.indexOf(':');
        Comparison comparison = Comparison.EQ;
        String moment = value;
        for (Comparison known : Comparison.values()) {
            if (colon > 0 && value.substring(0, colon).equals(known.name().toLowerCase(Locale.ROOT))) {
                comparison = known;
                moment = value.substring(colon + 1);
            }
        }
        return new TimeBound(name.equals("updated_at"), comparison, moment(name, moment));
    }

    /** ISO 8601, with an offset or without one, which means UTC. */
    private static Instant moment(String name, String text) {
        String spelled = text.replace(' ', 'T');
        try {
            return spelled.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
                    ? OffsetDateTime.parse(spelled).toInstant()
                    : LocalDateTime.parse(spelled).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new CloudException(
                    CommonError.INVALID_REQUEST,
                    "'%s' is a time such as gte:2026-01-31T23:59:59Z with gt, gte, lt, lte, eq or neq.".formatted(name),
                    e);
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        parameters.forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                properties.put(name, values.getFirst());
            }
        });
        if (properties.size() > MAX_PROPERTIES) {
            throw CloudException.badRequest("A list is filtered by at most %d properties.".formatted(MAX_PROPERTIES));
        }
        return properties;
    }
}
