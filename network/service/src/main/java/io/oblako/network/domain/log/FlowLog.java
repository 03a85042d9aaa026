package io.oblako.network.domain.log;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Packets that are written down by the hosts.
 *
 * @param group of which security group; absent for all of the project
 * @param port of which port; absent for all
 */
public record FlowLog(
        Standard standard,
        boolean enabled,
        Event event,
        @Nullable UUID group,
        @Nullable UUID port) implements Resource<FlowLog> {

    /** The only kind of things whose packets are logged, in Neutron's word. */
    public static final String RESOURCE_TYPE = "security_group";

    /** Which packets. */
    public enum Event {
        ALL,
        ACCEPT,
        DROP
    }

    /** The one place where what a request says becomes a log. */
    static FlowLog of(Standard standard, Values wanted) {
        return new FlowLog(
                standard,
                wanted.flag("enabled"),
                wanted.required("event", Event.class),
                wanted.optional("resource_id", UUID.class),
                wanted.optional("target_id", UUID.class));
    }

    @Override
    public FlowLog with(Standard next) {
        return new FlowLog(next, enabled, event, group, port);
    }
}
