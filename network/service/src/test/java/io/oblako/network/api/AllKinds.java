package io.oblako.network.api;

import java.util.List;
import java.util.Map;

/** The attribute tables of all kinds, by the part of the path. */
final class AllKinds {

    private AllKinds() {}

    static Map<String, Attributes<?>> tables() {
        return Map.ofEntries(
                Map.entry("networks", NetworkAttributes.table(List.of("nova"))),
                Map.entry("subnets", SubnetAttributes.table()),
                Map.entry("subnetpools", SubnetPoolAttributes.table()),
                Map.entry("ports", PortAttributes.table()),
                Map.entry("security-groups", SecurityAttributes.groups(SecurityAttributes.rules())),
                Map.entry("security-group-rules", SecurityAttributes.rules()),
                Map.entry("routers", RouterAttributes.table(List.of("nova"))),
                Map.entry("floatingips", FloatingIpAttributes.table()),
                Map.entry("address-groups", AddressGroupAttributes.table()),
                Map.entry("address-scopes", AddressScopeAttributes.table()),
                Map.entry("rbac-policies", RbacAttributes.table()),
                Map.entry("qos/policies", QosAttributes.table()),
                Map.entry("trunks", TrunkAttributes.table()),
                Map.entry("log/logs", LogAttributes.table()));
    }
}
