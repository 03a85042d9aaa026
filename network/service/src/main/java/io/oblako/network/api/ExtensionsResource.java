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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The extensions of the API that are there. One is announced when all of it is there, never before: clients choose what
 * they ask for by this list.
 *
 * @see <a href="https://opendev.org/openstack/neutron-lib/src/branch/master/neutron_lib/api/definitions">neutron-lib:
 *     definitions</a>
 */
@Path("/v2.0/extensions")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class ExtensionsResource {

    private static final String UPDATED = "2026-01-01T00:00:00-00:00";

    private static final Map<String, String> NAMES = names();

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("address-group", "Address group");
        names.put("address-scope", "Address scope");
        names.put("agent", "agent");
        names.put("allowed-address-pairs", "Allowed Address Pairs");
        names.put("availability_zone", "Availability Zone");
        names.put("binding", "Port Binding");
        names.put("default-subnetpools", "Default Subnetpools");
        names.put("dvr", "Distributed Virtual Router");
        names.put("empty-string-filtering", "Empty String Filtering Extension");
        names.put("ext-gw-mode", "Neutron L3 Configurable external gateway mode");
        names.put("external-net", "Neutron external network");
        names.put("extra_dhcp_opt", "Neutron Extra DHCP options");
        names.put("extraroute", "Neutron Extra Route");
        names.put("extraroute-atomic", "Atomically add/remove extra routes");
        names.put("filter-validation", "Filter parameters validation");
        names.put("fip-port-details", "Floating IP Port Details Extension");
        names.put("floating-ip-port-forwarding", "Floating IP Port Forwarding");
        names.put("floating-ip-port-forwarding-description", "Floating IP Port Forwarding support description field");
        names.put("floating-ip-port-forwarding-detail", "Floating IP Port Forwarding Detail");
        names.put("floating-ip-port-forwarding-port-ranges", "Floating IP Port Forwarding support port ranges");
        names.put("ip-substring-filtering", "IP address substring filtering");
        names.put("l3-ha", "HA Router extension");
        names.put("logging", "Logging API Extension");
        names.put("net-mtu", "Network MTU");
        names.put("net-mtu-writable", "Network MTU (writable)");
        names.put("network-ip-availability", "Network IP Availability");
        names.put("network_availability_zone", "Network Availability Zone");
        names.put("pagination", "Pagination support");
        names.put("port-security", "Port Security");
        names.put("project-id", "project_id field enabled");
        names.put("provider", "Provider Network");
        names.put("qos", "Quality of Service");
        names.put("qos-bw-limit-direction", "Direction for QoS bandwidth limit rule");
        names.put("qos-default", "QoS default policy");
        names.put("qos-fip", "Floating IP QoS");
        names.put("qos-rule-type-details", "Details of QoS rule types");
        names.put("quotas", "Quota management support");
        names.put("quota_details", "Quota details management support");
        names.put("rbac-address-group", "Add address_group type to RBAC");
        names.put("rbac-address-scope", "Add address_scope type to RBAC");
        names.put("rbac-policies", "RBAC Policies");
        names.put("rbac-security-groups", "Add security_group type to network RBAC");
        names.put("rbac-subnetpool", "Add subnetpool type to RBAC");
        names.put("revision-if-match", "If-Match constraints based on revision_number");
        names.put("router", "Neutron L3 Router");
        names.put("router_availability_zone", "Router Availability Zone");
        names.put("security-group", "security-group");
        names.put("security-groups-normalized-cidr", "Normalized CIDR field for security group rules");
        names.put("security-groups-remote-address-group", "Remote address group id field for security group rules");
        names.put("sorting", "Sorting support");
        names.put("standard-attr-description", "standard-attr-description");
        names.put("standard-attr-revisions", "Resource revision numbers");
        names.put("standard-attr-tag", "Tag support for resources with standard attribute");
        names.put("standard-attr-timestamp", "Resource timestamps");
        names.put("stateful-security-group", "Stateful security group");
        names.put("subnet-service-types", "Subnet service types");
        names.put("subnet_allocation", "Subnet Allocation");
        names.put("trunk", "Trunk Extension");
        return names;
    }

    @GET
    @Operation("network:extensions:list")
    public Map<String, Object> list() {
        return Map.of(
                "extensions",
                NAMES.keySet().stream().map(ExtensionsResource::view).toList());
    }

    @GET
    @Path("{alias}")
    @Operation("network:extensions:show")
    public Map<String, Object> show(@PathParam("alias") String alias) {
        if (!NAMES.containsKey(alias)) {
            throw new CloudException(
                    NetworkError.EXTENSION_NOT_FOUND,
                    "Extension with alias %s does not exist"
                            .formatted(alias.length() > 64 ? alias.substring(0, 64) : alias));
        }
        return Map.of("extension", view(alias));
    }

    private static Map<String, Object> view(String alias) {
        String name = NAMES.getOrDefault(alias, alias);
        return Map.of("alias", alias, "name", name, "description", name, "updated", UPDATED, "links", List.of());
    }
}
