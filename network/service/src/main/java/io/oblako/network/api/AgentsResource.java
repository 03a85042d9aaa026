package io.oblako.network.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.network.domain.agent.Agent;
import io.oblako.network.domain.agent.Agents;
import io.oblako.network.wiring.NetworkConfig;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One agent for each host, so that tools for operators show whether its network is alive. They are not made, changed or
 * deleted by requests: they come and go with the hosts.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#agents">Networking API: agents</a>
 */
@Path("/v2.0/agents")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class AgentsResource {

    private static final Set<String> FILTERS =
            Set.of("id", "host", "agent_type", "binary", "alive", "admin_state_up", "availability_zone", "topic");

    private final Agents agents;
    private final NetworkConfig config;

    AgentsResource(Agents agents, NetworkConfig config) {
        this.agents = agents;
        this.config = config;
    }

    @GET
    @Operation("network:agents:list")
    public Map<String, Object> list(@Context UriInfo uri) {
        MultivaluedMap<String, String> asked = uri.getQueryParameters();
        asked.keySet().forEach(name -> {
            if (!FILTERS.contains(name) && !name.equals("fields")) {
                throw CloudException.badRequest("['%s'] is invalid attribute for filtering"
                        .formatted(name.length() > 64 ? name.substring(0, 64) : name));
            }
        });
        Set<String> fields = ListReader.fields(asked);
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (Agent agent : agents.all()) {
            Map<String, @Nullable Object> view = view(agent);
            if (matches(view, asked)) {
                found.add(only(view, fields));
            }
        }
        return Map.of("agents", found);
    }

    @GET
    @Path("{id}")
    @Operation("network:agents:show")
    public Map<String, Object> show(@PathParam("id") String id) {
        Agent found = agents.all().stream()
                .filter(agent -> agent.id().toString().equals(id))
                .findFirst()
                .orElseThrow(() -> new CloudException(
                        NetworkError.AGENT_NOT_FOUND,
                        "Agent %s could not be found.".formatted(id.length() > 64 ? id.substring(0, 64) : id)));
        return Map.of("agent", view(found));
    }

    private Map<String, @Nullable Object> view(Agent agent) {
        Map<String, @Nullable Object> view = new LinkedHashMap<>();
        view.put("id", agent.id().toString());
        view.put("agent_type", "OVN Controller agent");
        view.put("binary", "ovn-controller");
        view.put("host", agent.host());
        view.put("topic", "n/a");
        view.put("availability_zone", config.zones().getFirst());
        view.put("admin_state_up", true);
        view.put("alive", agent.alive());
        view.put("created_at", null);
        view.put("started_at", null);
        view.put(
                "heartbeat_timestamp",
                agent.seen().truncatedTo(ChronoUnit.SECONDS).toString());
        view.put("description", "");
        view.put("resources_synced", null);
        view.put("configurations", Map.of());
        return view;
    }

    /** Several values of one name are alternatives; flags are spelled as clients like. */
    private static boolean matches(Map<String, @Nullable Object> view, MultivaluedMap<String, String> asked) {
        return FILTERS.stream()
                .filter(asked::containsKey)
                .allMatch(name -> asked.getOrDefault(name, List.of()).stream()
                        .anyMatch(value -> value.equalsIgnoreCase(String.valueOf(view.get(name)))));
    }

    private static Map<String, @Nullable Object> only(Map<String, @Nullable Object> view, Set<String> fields) {
        if (!fields.isEmpty()) {
            view.keySet().retainAll(fields);
        }
        return view;
    }
}
