package io.oblako.network.api;

import static io.oblako.network.api.Types.FLAG;
import static io.oblako.network.api.Types.ID;
import static io.oblako.network.api.Types.number;
import static io.oblako.network.api.Types.part;
import static io.oblako.network.api.Types.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.Kind;
import io.oblako.network.domain.trunk.SubPort;
import io.oblako.network.domain.trunk.Trunk;
import io.oblako.network.domain.trunk.TrunkLifecycle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of trunks.
 *
 * @see <a href="https://docs.openstack.org/api-ref/network/v2/#trunk-networking">Networking API: trunks</a>
 */
final class TrunkAttributes {

    private static final int MOST_TAG = 4094;

    private static final Type<String> SEGMENTATION = Types.words(Map.of("vlan", "vlan"));

    private static final Type<List<SubPort>> SUB_PORTS = Types.list(
            Types.object(
                    List.of("port_id", "segmentation_type", "segmentation_id"),
                    json -> {
                        part(json, "segmentation_type", SEGMENTATION);
                        return new SubPort(
                                part(json, "port_id", ID), part(json, "segmentation_id", number(1, MOST_TAG)));
                    },
                    TrunkAttributes::view),
            TrunkLifecycle.MOST_SUB_PORTS);

    private static final Type<List<UUID>> PORTS = Types.list(
            Types.object(
                    List.of("port_id", "segmentation_type", "segmentation_id"),
                    json -> part(json, "port_id", ID),
                    id -> Map.of("port_id", id.toString())),
            TrunkLifecycle.MOST_SUB_PORTS);

    private TrunkAttributes() {}

    static List<Map<String, Object>> views(List<SubPort> subPorts) {
        return subPorts.stream().map(TrunkAttributes::view).toList();
    }

    private static Map<String, Object> view(SubPort subPort) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("port_id", subPort.port().toString());
        view.put("segmentation_type", "vlan");
        view.put("segmentation_id", subPort.segmentationId());
        return view;
    }

    /** @throws CloudException INVALID_REQUEST */
    static List<SubPort> added(@Nullable JsonNode body) {
        return read(body, SUB_PORTS);
    }

    /** @throws CloudException INVALID_REQUEST */
    static List<UUID> removed(@Nullable JsonNode body) {
        return read(body, PORTS);
    }

    private static <V> List<V> read(@Nullable JsonNode body, Type<List<V>> type) {
        JsonNode subPorts = body == null ? null : body.get("sub_ports");
        if (subPorts == null || subPorts.isEmpty()) {
            throw CloudException.badRequest("Unable to find 'sub_ports' in request body");
        }
        try {
            return type.read(subPorts);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest("Invalid input for sub_ports. Reason: %s.".formatted(e.getMessage()));
        }
    }

    static Attributes<Trunk> table() {
        return new Attributes<>(
                Kind.TRUNK,
                List.of(
                        Attribute.<Trunk, UUID>of("port_id", ID, Trunk::port)
                                .required()
                                .list(),
                        Attribute.<Trunk, Boolean>of("admin_state_up", FLAG, Trunk::adminStateUp)
                                .post(true)
                                .put()
                                .list(),
                        Attribute.<Trunk, String>of("status", text(16), Trunk::status)
                                .filter(),
                        Attribute.<Trunk, List<SubPort>>of("sub_ports", SUB_PORTS, Trunk::subPorts)
                                .post(List.of())));
    }
}
