package io.oblako.network.domain.trunk;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import java.util.List;
import java.util.UUID;

/**
 * A port that carries others under VLAN tags.
 *
 * @param port the one that is plugged into the guest
 * @param adminStateUp whether subports may be added and removed
 * @param subPorts in order of their tags
 * @param active whether the parent port is
 */
public record Trunk(Standard standard, UUID port, boolean adminStateUp, List<SubPort> subPorts, boolean active)
        implements Resource<Trunk> {

    public Trunk {
        subPorts = List.copyOf(subPorts);
    }

    @Override
    public Trunk with(Standard next) {
        return new Trunk(next, port, adminStateUp, subPorts, active);
    }

    Trunk with(List<SubPort> next) {
        return new Trunk(standard, port, adminStateUp, next, active);
    }

    public String status() {
        return active ? "ACTIVE" : "DOWN";
    }
}
