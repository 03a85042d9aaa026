package io.oblako.network.api;

import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import io.oblako.web.policy.Operation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/**
 * Which types of QoS rules there are.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#qos-rule-types">Networking API: QoS rule types</a>
 */
@Path("/v2.0/qos/rule-types")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class QosRuleTypesResource {

    private static final List<String> TYPES = List.of("bandwidth_limit", "dscp_marking", "minimum_bandwidth");

    @GET
    @Operation("network:qos_rule_types:list")
    public Map<String, Object> list() {
        return Map.of(
                "rule_types", TYPES.stream().map(type -> Map.of("type", type)).toList());
    }

    /** One data plane carries all rules of all types. */
    @GET
    @Path("{type}")
    @Operation("network:qos_rule_types:show")
    public Map<String, Object> show(@PathParam("type") String type) {
        if (!TYPES.contains(type)) {
            throw new CloudException(
                    NetworkError.QOS_RULE_NOT_FOUND,
                    "QoS rule type %s could not be found."
                            .formatted(type.length() > 64 ? type.substring(0, 64) : type));
        }
        return Map.of(
                "rule_type",
                Map.of("type", type, "drivers", List.of(Map.of("name", "ovn", "supported_parameters", List.of()))));
    }
}
