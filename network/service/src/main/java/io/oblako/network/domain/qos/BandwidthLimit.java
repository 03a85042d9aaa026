package io.oblako.network.domain.qos;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import java.util.UUID;

/**
 * Packets above the limit are dropped.
 *
 * @param maxKbps kilobits per second
 * @param maxBurstKbps kilobits that may come at once; 0 leaves it to the data plane
 */
public record BandwidthLimit(Standard standard, UUID policy, Flow flow, int maxKbps, int maxBurstKbps)
        implements QosRule, Resource<BandwidthLimit> {

    static BandwidthLimit of(Standard standard, Values wanted) {
        return new BandwidthLimit(
                standard,
                wanted.id("policy_id"),
                wanted.required("direction", Flow.class),
                wanted.number("max_kbps"),
                wanted.number("max_burst_kbps"));
    }

    @Override
    public BandwidthLimit with(Standard next) {
        return new BandwidthLimit(next, policy, flow, maxKbps, maxBurstKbps);
    }

    @Override
    public Resource<?> resource() {
        return this;
    }

    @Override
    public String type() {
        return "bandwidth_limit";
    }
}
