package io.oblako.compute.persistence;

import io.oblako.compute.domain.server.PowerState;
import io.oblako.compute.domain.server.ServerQuery;
import io.oblako.compute.domain.server.ServerStatus;
import io.oblako.compute.domain.server.TaskState;
import io.oblako.compute.domain.server.VmState;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.page.Sort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statement of a list of servers. Only words from this class become SQL; all that a caller said is bound.
 * Pages go by key, not by offset: the row of the marker is compared in the same statement.
 */
final class ServerListStatement {

    /** Expressions that servers are sorted by; those of columns that may be null have a least value instead. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("created_at", "created_at"),
            Map.entry("updated_at", "updated_at"),
            Map.entry("launched_at", "coalesce(launched_at, '-infinity')"),
            Map.entry("terminated_at", "coalesce(deleted_at, '-infinity')"),
            Map.entry("deleted_at", "coalesce(deleted_at, '-infinity')"),
            Map.entry("display_name", "name"),
            Map.entry("display_description", "coalesce(description, '')"),
            Map.entry("hostname", "hostname"),
            Map.entry("host", "coalesce(node, '')"),
            Map.entry("node", "coalesce(node, '')"),
            Map.entry("uuid", "id"),
            Map.entry("vm_state", "vm_state"),
            Map.entry("task_state", "coalesce(task_state, '')"),
            Map.entry("power_state", "power_state"),
            Map.entry("user_id", "user_id"),
            Map.entry("project_id", "project_id"),
            Map.entry("image_ref", "image_id"),
            Map.entry("instance_type_id", "flavor_id"),
            Map.entry("availability_zone", "coalesce(zone, '')"),
            Map.entry("key_name", "coalesce(key_name, '')"),
            Map.entry("launch_index", "launch_index"),
            Map.entry("locked", "(lock is not null)"),
            Map.entry("progress", "progress"),
            Map.entry("access_ip_v4", "coalesce(access_ip_v4, '')"),
            Map.entry("access_ip_v6", "coalesce(access_ip_v6, '')"),
            Map.entry("config_drive", "config_drive"));

    private static final List<Sort> STANDARD = List.of(new Sort("created_at", false), new Sort("uuid", false));

    private final StringBuilder conditions = new StringBuilder();
    private final List<Sql.Bind> binds = new ArrayList<>();
    private final List<Sort> sort;

    ServerListStatement(ServerQuery query, List<Sort> wanted) {
        sort = total(wanted);
        people(query);
        states(query);
        texts(query);
        things(query);
        times(query);
        tags(query);
    }

    private static List<Sort> total(List<Sort> wanted) {
        if (wanted.isEmpty()) {
            return STANDARD;
        }
        List<Sort> sort = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (Sort key : wanted) {
            if (!KEYS.containsKey(key.key())) {
                throw CloudException.badRequest("Servers cannot be sorted by %s".formatted(key.key()));
            }
            if (seen.add(key.key())) {
                sort.add(key);
            }
        }
        if (seen.add("uuid")) {
            sort.add(new Sort("uuid", sort.getLast().ascending()));
        }
        return sort;
    }

    /** Rows after this one. */
    ServerListStatement after(@Nullable UUID marker) {
        if (marker == null) {
            return this;
        }
        List<String> either = new ArrayList<>();
        for (int last = 0; last < sort.size(); last++) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i <= last; i++) {
                String key = KEYS.getOrDefault(sort.get(i).key(), "id");
                String compare = i < last ? " = " : sort.get(i).ascending() ? " > " : " < ";
                all.add(key + compare + "(select " + key + " from server where id = ?)");
                binds.add(to -> to.id(marker));
            }
            either.add("(" + String.join(" and ", all) + ")");
        }
        conditions.append(" and (").append(String.join(" or ", either)).append(")");
        return this;
    }

    String text(int limit) {
        List<String> order = sort.stream()
                .map(key -> KEYS.getOrDefault(key.key(), "id") + (key.ascending() ? " asc" : " desc"))
                .toList();
        String where = conditions.isEmpty() ? "" : " where" + conditions.substring(" and".length());
        return "select * from server" + where + " order by " + String.join(", ", order) + " limit " + limit;
    }

    Sql.Bind binds() {
        return to -> {
            for (Sql.Bind bind : binds) {
                bind.to(to);
            }
        };
    }

    private void and(String condition, Sql.Bind bind) {
        conditions.append(" and ").append(condition);
        binds.add(bind);
    }

    private void people(ServerQuery query) {
        ProjectId project = query.project();
        if (project != null) {
            and("project_id = ?", to -> to.text(project.value()));
        }
        UserId user = query.user();
        if (user != null) {
            and("user_id = ?", to -> to.text(user.value()));
        }
        if (!query.ids().isEmpty()) {
            and("id = any(?)", to -> to.ids(query.ids()));
        }
        if (query.deleted() != null) {
            conditions.append(query.deleted() ? " and vm_state = 'DELETED'" : " and vm_state <> 'DELETED'");
        }
    }

    private void states(ServerQuery query) {
        if (!query.statuses().isEmpty()) {
            and("(vm_state || '/' || coalesce(task_state, '')) = any(?)", to -> to.texts(pairs(query.statuses())));
        }
        VmState vm = query.vmState();
        if (vm != null) {
            and("vm_state = ?", to -> to.text(vm.name()));
        }
        TaskState task = query.taskState();
        if (task != null) {
            and("task_state = ?", to -> to.text(task.name()));
        }
        PowerState power = query.powerState();
        if (power != null) {
            and("power_state = ?", to -> to.text(power.name()));
        }
        if (query.locked() != null) {
            conditions.append(query.locked() ? " and lock is not null" : " and lock is null");
        }
        if (query.configDrive() != null) {
            conditions.append(query.configDrive() ? " and config_drive" : " and not config_drive");
        }
    }

    /** Both states of all servers that show one of these words. */
    private static Set<String> pairs(Set<String> words) {
        Set<String> pairs = new TreeSet<>();
        for (VmState vm : VmState.values()) {
            if (words.contains(ServerStatus.of(vm, null))) {
                pairs.add(vm.name() + '/');
            }
            for (TaskState task : TaskState.values()) {
                if (words.contains(ServerStatus.of(vm, task))) {
                    pairs.add(vm.name() + '/' + task.name());
                }
            }
        }
        return pairs;
    }

    private void texts(ServerQuery query) {
        same("name ~ ?", query.name());
        same("hostname ~ ?", query.hostname());
        same("description ~ ?", query.description());
        same("flavor_id = ?", query.flavor());
        same("node = ?", query.node());
        same("zone = ?", query.zone());
        same("key_name = ?", query.keyName());
        same("reservation_id = ?", query.reservationId());
        same("access_ip_v4 ~ ?", query.accessIpV4());
        same("access_ip_v6 ~ ?", query.accessIpV6());
        address(query.ipV4());
        address(query.ipV6());
    }

    private void address(ServerQuery.@Nullable AddressPattern wanted) {
        if (wanted != null) {
            and(
                    "id in (select t.server from unnest(?, ?) as t (server, address) where t.address ~ ?)",
                    to -> to.ids(wanted.servers()).texts(wanted.addresses()).text(wanted.pattern()));
        }
    }

    private void same(String condition, @Nullable String value) {
        if (value != null) {
            and(condition, to -> to.text(value));
        }
    }

    private void things(ServerQuery query) {
        UUID image = query.image();
        if (image != null) {
            and("image_id = ?", to -> to.id(image));
        }
        Integer launchIndex = query.launchIndex();
        if (launchIndex != null) {
            and("launch_index = ?", to -> to.number(launchIndex.longValue()));
        }
        Integer progress = query.progress();
        if (progress != null) {
            and("progress = ?", to -> to.number(progress.longValue()));
        }
    }

    private void times(ServerQuery query) {
        at("updated_at >= ?", query.changesSince());
        at("updated_at <= ?", query.changesBefore());
        at("date_trunc('second', created_at) = date_trunc('second', ?::timestamptz)", query.createdAt());
        at("date_trunc('second', launched_at) = date_trunc('second', ?::timestamptz)", query.launchedAt());
        at("date_trunc('second', deleted_at) = date_trunc('second', ?::timestamptz)", query.terminatedAt());
    }

    private void at(String condition, @Nullable Instant time) {
        if (time != null) {
            and(condition, to -> to.time(time));
        }
    }

    private void tags(ServerQuery query) {
        many("tags @> ?", query.tags());
        many("tags && ?", query.anyTags());
        many("not tags @> ?", query.notTags());
        many("not tags && ?", query.notAnyTags());
    }

    private void many(String condition, Set<String> values) {
        if (!values.isEmpty()) {
            and(condition, to -> to.texts(values));
        }
    }
}
