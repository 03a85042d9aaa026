package io.oblako.network.domain.qos;

import io.oblako.network.domain.Resource;
import io.oblako.network.domain.Standard;
import io.oblako.network.domain.Values;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a port sends carries this mark (RFC 2474).
 *
 * @param mark the six bits of the differentiated services code point
 */
public record DscpMarking(Standard standard, UUID policy, int mark) implements QosRule, Resource<DscpMarking> {

    static DscpMarking of(Standard standard, Values wanted) {
        return new DscpMarking(standard, wanted.id("policy_id"), wanted.number("dscp_mark"));
    }

    @Override
    public DscpMarking with(Standard next) {
        return new DscpMarking(next, policy, mark);
    }

    @Override
    public Resource<?> resource() {
        return this;
    }

    @Override
    public String type() {
        return "dscp_marking";
    }

    @Override
    public @Nullable Flow flow() {
        return null;
    }
}
