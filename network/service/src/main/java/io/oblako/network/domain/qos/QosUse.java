package io.oblako.network.domain.qos;

import io.oblako.kernel.id.ProjectId;
import io.oblako.network.domain.Values;
import io.oblako.network.domain.Viewer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides which policy a port, a network or a floating IP has. */
public final class QosUse {

    private static final String ATTRIBUTE = "qos_policy_id";

    private final QosPolicies policies;

    public QosUse(QosPolicies policies) {
        this.policies = policies;
    }

    /**
     * The policy wanted, which the viewer must see; absent for none.
     *
     * @throws io.oblako.kernel.error.CloudException QOS_POLICY_NOT_FOUND
     */
    public @Nullable UUID checked(Viewer viewer, Values wanted) {
        UUID policy = wanted.optional(ATTRIBUTE, UUID.class);
        if (policy != null && wanted.given(ATTRIBUTE)) {
            policies.require(viewer, policy);
        }
        return policy;
    }

    /** The same for something new of a project, which has the project's default policy when nothing was said. */
    public @Nullable UUID checkedOrStandard(Viewer viewer, Values wanted, ProjectId project) {
        return wanted.given(ATTRIBUTE)
                ? checked(viewer, wanted)
                : policies.standard(project).map(QosPolicy::id).orElse(null);
    }
}
