package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.nullable;

import io.oblako.network.domain.Kind;
import io.oblako.network.domain.log.FlowLog;
import io.oblako.network.domain.log.FlowLog.Event;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of flow logs.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#logging-resource">Networking API: logging resource</a>
 */
final class LogAttributes {

    private static final Type<Event> EVENT =
            Types.words(Map.of("ALL", Event.ALL, "ACCEPT", Event.ACCEPT, "DROP", Event.DROP));

    private static final Type<String> RESOURCE = Types.words(Map.of(FlowLog.RESOURCE_TYPE, FlowLog.RESOURCE_TYPE));

    private LogAttributes() {}

    static Attributes<FlowLog> table() {
        return new Attributes<>(
                        Kind.LOG,
                        List.of(
                                Attribute.<FlowLog, String>of("resource_type", RESOURCE, log -> FlowLog.RESOURCE_TYPE)
                                        .required()
                                        .filter(),
                                Attribute.<FlowLog, @Nullable UUID>of("resource_id", nullable(ID), FlowLog::group)
                                        .post(null)
                                        .list(),
                                Attribute.<FlowLog, @Nullable UUID>of("target_id", nullable(ID), FlowLog::port)
                                        .post(null)
                                        .list(),
                                Attribute.<FlowLog, Event>of("event", EVENT, FlowLog::event)
                                        .post(Event.ALL)
                                        .list(),
                                Attribute.<FlowLog, Boolean>of("enabled", FLAG, FlowLog::enabled)
                                        .post(true)
                                        .put()
                                        .list()))
                .without("tags");
    }
}
