package io.oblako.network.api;

import java.util.List;
import java.util.Map;

/** The attribute tables of all kinds, by the part of the path. */
final class AllKinds {

    private AllKinds() {}

    static Map<String, Attributes<?>> tables() {
        return Map.of(
                "networks", NetworkAttributes.table(List.of("nova")),
                "subnets", SubnetAttributes.table(),
                "subnetpools", SubnetPoolAttributes.table(),
                "ports", PortAttributes.table(),
                "security-groups", SecurityAttributes.groups(SecurityAttributes.rules()),
                "security-group-rules", SecurityAttributes.rules());
    }
}
