package io.oblako.network.domain.qos;

import io.oblako.network.domain.Resource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One rule of a policy; a policy has at most one of each type and direction. */
public sealed interface QosRule permits BandwidthLimit, DscpMarking, MinimumBandwidth {

    UUID policy();

    /** The rule itself, as a resource. */
    Resource<?> resource();

    /** Neutron's word for the type: {@code bandwidth_limit}. */
    String type();

    /** Absent for rules that are about both directions alike. */
    @Nullable
    Flow flow();

    /** Whether a policy cannot have both. */
    default boolean clashesWith(QosRule other) {
        return type().equals(other.type()) && flow() == other.flow();
    }
}
