package io.oblako.network.domain.port;

import java.util.Map;

/**
 * Where a port is plugged.
 *
 * @param host the node; empty when nowhere
 * @param vnicType normal, or what the hardware of the node offers
 * @param profile what the one who plugs it told, for operators
 * @param epoch fencing token: orders with a lower one are void
 */
public record Binding(String host, String vnicType, Map<String, Object> profile, long epoch) {

    public Binding {
        profile = Map.copyOf(profile);
    }

    public boolean bound() {
        return !host.isEmpty();
    }

    public String vifType() {
        return bound() ? "ovs" : "unbound";
    }

    /** What the one who plugs it must know, in Nova's words. */
    public Map<String, Object> vifDetails() {
        return bound()
                ? Map.of("port_filter", true, "connectivity", "l2", "bound_drivers", Map.of("0", "ovn"))
                : Map.of();
    }
}
