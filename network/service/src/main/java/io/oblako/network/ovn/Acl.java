package io.oblako.network.ovn;

import io.oblako.network.domain.security.SecurityRule.Direction;
import io.oblako.network.ovn.NbRow.Parent;
import io.oblako.network.ovsdb.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One row of OVN's ACLs, in a port group.
 *
 * @param direction from the port's point of view
 * @param last whether it is asked in the stage behind load balancing
 * @param log the name that hosts write down packets under that meet it; absent when they write nothing
 */
record Acl(
        int priority,
        Direction direction,
        String match,
        String action,
        boolean last,
        @Nullable String log) {

    /** Nothing that tenants' rules say goes before it. */
    static final int PLATFORM = 1004;

    /** The rules that are logged say the same as the rest, and are asked first. */
    static final int LOGGED_RULE = 1003;

    static final int RULE = 1002;
    static final int LOGGED_DROP = 1001;
    static final int DROP = 1000;

    /** Of the one row that limits how much a host writes down. */
    static final String METER = "oblako-log";

    /** What rules of a group do with packets. */
    static String actionOf(boolean stateful) {
        return stateful ? "allow-related" : "allow-stateless";
    }

    Acl(int priority, Direction direction, String match, String action, boolean last) {
        this(priority, direction, match, action, last, null);
    }

    NbRow row(UUID uuid, Unit unit, long revision, UUID group) {
        Map<String, Value> columns = new HashMap<>();
        columns.put("priority", Value.whole(priority));
        columns.put("direction", Value.text(direction == Direction.INGRESS ? "to-lport" : "from-lport"));
        columns.put("match", Value.text(match));
        columns.put("action", Value.text(action));
        columns.put("options", Value.map(last ? Map.of("apply-after-lb", "true") : Map.of()));
        columns.put("log", Value.bool(log != null));
        if (log != null) {
            columns.put("name", Value.text(log));
            columns.put("severity", Value.text("info"));
            columns.put("meter", Value.text(METER));
        }
        return NbRow.of(
                NbTable.ACL,
                uuid,
                unit,
                revision,
                columns,
                List.of(new Parent(NbTable.PORT_GROUP, group, "acls")),
                Map.of());
    }
}
