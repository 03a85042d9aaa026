package io.oblako.network.domain.qos;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Catalog;
import java.util.Optional;
import java.util.UUID;

/** All QoS policies there are. */
public interface QosPolicies extends Catalog<QosPolicy> {

    /** The default policy of a project. */
    Optional<QosPolicy> standard(ProjectId project);

    /** What has it, in Neutron's words: {@code network 1234…}; empty when nothing has. */
    Optional<String> user(UUID policy);
}
