package io.oblako.compute.api.server;

import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.network.Networks;
import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.TaskState;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.token.Caller;
import io.oblako.network.contracts.PortFact;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the query of a list of servers into what is wanted. Administrators may filter by everything; tenants by what
 * Nova lets them, by more since 2.83; what somebody may not filter by is ignored, not refused.
 *
 * @see <a href="https://docs.openstack.org/api-ref/compute/#list-servers">Compute API: list servers</a>
 */
final class ServerFilters {

    private static final Set<String> TENANTS = Set.of(
            "reservation_id",
            "name",
            "status",
            "image",
            "flavor",
            "ip",
            "ip6",
            "changes-since",
            "changes-before",
            "all_tenants",
            "tags",
            "tags-any",
            "not-tags",
            "not-tags-any",
            "locked");
    private static final Set<String> TENANTS_SINCE_83 = Set.of(
            "availability_zone",
            "config_drive",
            "key_name",
            "created_at",
            "launched_at",
            "terminated_at",
            "power_state",
            "task_state",
            "vm_state",
            "progress",
            "user_id");
    private static final Set<String> OPERATORS = Set.of(
            "project_id",
            "tenant_id",
            "user_id",
            "launch_index",
            "image_ref",
            "kernel_id",
            "ramdisk_id",
            "hostname",
            "host",
            "node",
            "display_name",
            "description",
            "display_description",
            "locked_by",
            "uuid",
            "root_device_name",
            "access_ip_v4",
            "access_ip_v6",
            "auto_disk_config",
            "soft_deleted",
            "deleted");
    private static final Set<String> ALWAYS = Set.of("limit", "marker", "sort_key", "sort_dir");
    private static final Set<String> EVERYTHING = union(List.of(TENANTS, TENANTS_SINCE_83, OPERATORS, ALWAYS));

    /** For tenants. */
    private static final int IP6_SINCE = 5;

    private final Caller caller;
    private final int minor;
    private final MultivaluedMap<String, String> query;
    private final Networks networks;
    private boolean nothing;

    ServerFilters(Caller caller, int minor, MultivaluedMap<String, String> query, Networks networks) {
        this.caller = caller;
        this.minor = minor;
        this.query = query;
        this.networks = networks;
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    /** All parameters that the lists know, for the strict check. */
    static Set<String> known() {
        return EVERYTHING;
    }

    /** What is wanted; empty when the filters contradict what servers can be, so that none matches. */
    Optional<ServerQuery> read() {
        ServerQuery.Builder wanted = ServerQuery.builder();
        tenancy(wanted);
        life(wanted);
        words(wanted);
        states(wanted);
        tags(wanted);
        wanted.ipV4(addresses("ip", false))
                .ipV6(minor >= IP6_SINCE || caller.isAdmin() ? addresses("ip6", true) : null);
        return nothing ? Optional.empty() : Optional.of(wanted.build());
    }

    private @Nullable String first(String name) {
        boolean allowed =
                caller.isAdmin() || TENANTS.contains(name) || (minor >= 83 && TENANTS_SINCE_83.contains(name));
        return allowed ? query.getFirst(name) : null;
    }

    /** The addresses of all servers of the project, as the facts of their ports tell, for the database to look through. */
    private ServerQuery.@Nullable AddressPattern addresses(String name, boolean six) {
        String pattern = Regexes.checked(name, first(name));
        if (pattern == null) {
            return null;
        }
        List<UUID> servers = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (PortFact port : networks.ports()) {
            if (port.deviceOwner().startsWith("compute:") && Types.isUuid(port.deviceId())) {
                port.fixedIps().stream()
                        .map(PortFact.FixedIp::address)
                        .filter(address -> address.indexOf(':') >= 0 == six)
                        .forEach(address -> {
                            servers.add(Ids.uuid(port.deviceId()));
                            addresses.add(address);
                        });
            }
        }
        return new ServerQuery.AddressPattern(pattern, servers, addresses);
    }

    private void tenancy(ServerQuery.Builder wanted) {
        String project = first("project_id") == null ? first("tenant_id") : first("project_id");
        String allTenants = first("all_tenants");
        boolean all = allTenants == null ? project != null : allTenants.isEmpty() || bool("all_tenants", allTenants);
        if (all && !caller.isAdmin() && minor >= 75) {
            throw CloudException.forbidden(
                    "Policy doesn't allow os_compute_api:servers:index:get_all_tenants to be performed.");
        }
        if (all && caller.isAdmin()) {
            wanted.project(project == null ? null : identity(project, ProjectId::of));
        } else {
            wanted.project(caller.project()
                    .orElseThrow(() -> CloudException.forbidden(
                            "A project-scoped token is needed, or all_tenants for administrators.")));
        }
        String user = first("user_id");
        wanted.user(user == null ? null : identity(user, UserId::of));
    }

    private <T> @Nullable T identity(String text, Function<String, T> make) {
        try {
            return make.apply(text);
        } catch (IllegalArgumentException e) {
            nothing = true;
            return null;
        }
    }

    private void life(ServerQuery.Builder wanted) {
        Instant since = instant("changes-since");
        Instant before = minor >= 66 ? instant("changes-before") : null;
        if (since != null && before != null && since.isAfter(before)) {
            throw CloudException.badRequest("The value of changes-since must be less than or equal to changes-before.");
        }
        wanted.changesSince(since).changesBefore(before);
        String deleted = first("deleted");
        if (deleted != null) {
            wanted.deleted(bool("deleted", deleted));
        } else {
            wanted.deleted(since == null && before == null ? Boolean.FALSE : null);
        }
        wanted.createdAt(instant("created_at"))
                .launchedAt(instant("launched_at"))
                .terminatedAt(instant("terminated_at"));
    }

    private void words(ServerQuery.Builder wanted) {
        wanted.name(pattern("name", "display_name"))
                .description(pattern("description", "display_description"))
                .hostname(pattern("hostname", "hostname"))
                .flavor(first("flavor"))
                .zone(first("availability_zone"))
                .keyName(first("key_name"))
                .reservationId(first("reservation_id"))
                .accessIpV4(pattern("access_ip_v4", "access_ip_v4"))
                .accessIpV6(pattern("access_ip_v6", "access_ip_v6"))
                .launchIndex(whole("launch_index"))
                .progress(whole("progress"));
        String host = first("host") == null ? first("node") : first("host");
        wanted.node(host);
        String image = first("image") == null ? first("image_ref") : first("image");
        if (image != null) {
            wanted.image(uuid(image));
        }
        String uuid = first("uuid");
        UUID id = uuid == null ? null : uuid(uuid);
        if (id != null) {
            wanted.ids(Set.of(id));
        }
        String drive = first("config_drive");
        wanted.configDrive(drive == null ? null : bool("config_drive", drive.isEmpty() ? "false" : drive));
        String locked = minor >= 73 ? first("locked") : null;
        wanted.locked(locked == null ? null : bool("locked", locked));
    }

    private @Nullable String pattern(String name, String other) {
        return Regexes.checked(name, first(name) == null ? first(other) : first(name));
    }

    private @Nullable UUID uuid(String text) {
        String id = text.substring(text.lastIndexOf('/') + 1);
        if (!Types.isUuid(id) || (id.length() != 36 && id.length() != 32)) {
            nothing = true;
            return null;
        }
        return Ids.uuid(id);
    }

    private void states(ServerQuery.Builder wanted) {
        List<String> asked = query.getOrDefault("status", List.of());
        Set<String> statuses =
                asked.stream().map(each -> each.toUpperCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        if (statuses.contains("DELETED")) {
            if (!caller.isAdmin()) {
                throw CloudException.forbidden("Only administrators may list deleted instances");
            }
            wanted.deleted(Boolean.TRUE);
        }
        wanted.statuses(statuses);
        wanted.vmState(word("vm_state", VmState.values(), VmState::word));
        wanted.taskState(word("task_state", TaskState.values(), TaskState::word));
        wanted.powerState(power());
    }

    private <T> @Nullable T word(String name, T[] values, Function<T, String> word) {
        String asked = first(name);
        if (asked == null) {
            return null;
        }
        Optional<T> found = Arrays.stream(values)
                .filter(each -> word.apply(each).equalsIgnoreCase(asked))
                .findFirst();
        nothing |= found.isEmpty();
        return found.orElse(null);
    }

    /** Nova takes the number, and since 2.83 the word as well. */
    private @Nullable PowerState power() {
        String asked = first("power_state");
        if (asked == null) {
            return null;
        }
        Optional<PowerState> found = Arrays.stream(PowerState.values())
                .filter(each -> each.name().equalsIgnoreCase(asked)
                        || String.valueOf(each.number()).equals(asked))
                .findFirst();
        nothing |= found.isEmpty();
        return found.orElse(null);
    }

    private void tags(ServerQuery.Builder wanted) {
        if (minor < 26) {
            return;
        }
        wanted.tags(split("tags"))
                .anyTags(split("tags-any"))
                .notTags(split("not-tags"))
                .notAnyTags(split("not-tags-any"));
    }

    private Set<String> split(String name) {
        String joined = query.getFirst(name);
        if (joined == null || joined.isEmpty()) {
            return Set.of();
        }
        String[] tags = joined.split(",", Types.MOST_TAGS + 1);
        if (tags.length > Types.MOST_TAGS) {
            throw CloudException.badRequest("At most %d tags can be asked for.".formatted(Types.MOST_TAGS));
        }
        return Arrays.stream(tags).collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Instant instant(String name) {
        String text = first(name);
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Stamps.parse(text)
                .orElseThrow(() -> CloudException.badRequest(
                        ("Invalid input for query parameters %s. Value: a point in time such as 2026-11-22T20:51:36Z is"
                                        + " expected")
                                .formatted(name)));
    }

    private @Nullable Integer whole(String name) {
        String text = first(name);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            nothing = true;
            return null;
        }
    }

    private static boolean bool(String name, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default ->
                throw CloudException.badRequest("Invalid value for %s: true or false is expected.".formatted(name));
        };
    }
}
