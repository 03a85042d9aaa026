package io.oblako.network.domain.port;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Values;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a port is made from that no request of a tenant described: by the service itself, or by another's order. */
final class PlainPort {

    private final Map<String, @Nullable Object> said = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    /** A port that is up, without name, plugged nowhere. */
    PlainPort(ProjectId project, UUID network, String deviceId, String deviceOwner) {
        said.put("project_id", project);
        said.put("network_id", network);
        said.put("admin_state_up", true);
        said.put("device_id", deviceId);
        said.put("device_owner", deviceOwner);
        said.put("port_security_enabled", true);
        said.put("dns_name", "");
        said.put("binding:host_id", "");
        said.put("binding:vnic_type", "normal");
    }

    PlainPort withoutPortSecurity() {
        said.put("port_security_enabled", false);
        given.add("port_security_enabled");
        return this;
    }

    PlainPort withAddresses(List<FixedIp.Wish> wishes) {
        said.put("fixed_ips", wishes);
        given.add("fixed_ips");
        return this;
    }

    PlainPort withGroups(List<UUID> groups) {
        said.put("security_groups", groups);
        given.add("security_groups");
        return this;
    }

    PlainPort at(String host) {
        said.put("binding:host_id", host);
        return this;
    }

    Values values() {
        return new Values(said, given);
    }
}
