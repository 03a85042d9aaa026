package io.oblako.network.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Viewer;
import io.oblako.network.domain.reach.AskReachability;
import io.oblako.network.domain.reach.AskReachability.Question;
import io.oblako.network.domain.reach.Traffic;
import io.oblako.web.auth.CurrentCaller;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether one thing reaches another, by which rules, and on which way: from what is stored, without a packet. Not part of
 * OpenStack's API; described in this module's README.
 */
@Path("/v2.0/reachability")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ReachabilityResource {

    private static final List<String> PARAMETERS = List.of("from", "to", "protocol", "port");
    private static final int SHOWN = 64;

    private final AskReachability reachability;
    private final CurrentCaller caller;

    ReachabilityResource(AskReachability reachability, CurrentCaller caller) {
        this.reachability = reachability;
        this.caller = caller;
    }

    @GET
    @Operation("network:reachability:show")
    public Map<String, Object> show(@Context UriInfo uri) {
        MultivaluedMap<String, String> asked = uri.getQueryParameters();
        asked.forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                throw CloudException.badRequest("Unrecognized parameter '%s': from, to, protocol and port are taken"
                        .formatted(name.length() > SHOWN ? name.substring(0, SHOWN) : name));
            }
            if (values.size() > 1) {
                throw CloudException.badRequest("Invalid input for %s: name one value only.".formatted(name));
            }
        });
        Traffic traffic = new Traffic(required(asked, "protocol"), port(asked.getFirst("port")));
        Viewer viewer = Viewer.of(caller.get());
        Question question = new Question(required(asked, "from"), required(asked, "to"), traffic);
        return Map.of("reachability", new ReachabilityView(viewer).of(traffic, reachability.ask(viewer, question)));
    }

    private static String required(MultivaluedMap<String, String> asked, String name) {
        String value = asked.getFirst(name);
        if (value == null || value.isEmpty()) {
            throw CloudException.badRequest("Invalid input for %s: it is missing.".formatted(name));
        }
        return value;
    }

    private static @Nullable Integer port(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.matches("\\d{1,5}")) {
            throw CloudException.badRequest("Invalid input for port: a number is expected.");
        }
        return Integer.valueOf(text);
    }
}
