package io.oblako.network.domain;

import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.token.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who looks, and what that lets them see and change.
 *
 * @param project the project they act in; absent for domain and system tokens
 * @param operator an operator or another service of the cloud: sees and changes everything
 */
public record Viewer(@Nullable ProjectId project, boolean operator) {

    private static final String SERVICE = "service";

    public static Viewer of(Caller caller) {
        return new Viewer(caller.project().orElse(null), caller.isAdmin() || caller.has(SERVICE));
    }

    public boolean owns(Resource<?> resource) {
        return resource.project().equals(project);
    }

    /**
     * @param what Neutron's word for the rule, for example {@code update_network}
     * @throws CloudException POLICY_NOT_AUTHORIZED unless the resource is theirs, or everything is
     */
    public void requireOwner(Resource<?> resource, String what) {
        if (!operator && !owns(resource)) {
            throw notAllowed(what);
        }
    }

    public static CloudException notAllowed(String what) {
        return new CloudException(
                NetworkError.POLICY_NOT_AUTHORIZED, "rule:%s is disallowed by policy".formatted(what));
    }
}
