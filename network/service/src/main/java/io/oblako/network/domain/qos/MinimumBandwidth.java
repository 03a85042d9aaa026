package io.oblako.network.domain.qos;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import java.util.UUID;

/**
 * What a port is promised. It is kept for whoever places servers; the data plane does not enforce it.
 *
 * @param minKbps kilobits per second
 */
public record MinimumBandwidth(Standard standard, UUID policy, Flow flow, int minKbps)
        implements QosRule, Resource<MinimumBandwidth> {

    static MinimumBandwidth of(Standard standard, Values wanted) {
        return new MinimumBandwidth(
                standard, wanted.id("policy_id"), wanted.required("direction", Flow.class), wanted.number("min_kbps"));
    }

    @Override
    public MinimumBandwidth with(Standard next) {
        return new MinimumBandwidth(next, policy, flow, minKbps);
    }

    @Override
    public Resource<?> resource() {
        return this;
    }

    @Override
    public String type() {
        return "minimum_bandwidth";
    }
}
