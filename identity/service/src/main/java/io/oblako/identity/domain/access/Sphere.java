package io.oblako.identity.domain.access;

import io.oblako.identity.domain.role.Role;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller may see and change beyond the role an operation needs: an operator everything, readers of the system see
 * everything, a domain's reader sees and its manager changes what is in that domain, anybody sees themselves.
 *
 * @see <a href="https://docs.openstack.org/keystone/latest/admin/service-api-protection.html">Keystone: service API
 *     protection</a>
 */
public record Sphere(Caller caller) {

    /** The roles that a domain manager may give (security row ID-18). */
    public static final Set<String> MANAGED_ROLES = Set.of(Role.MANAGER, Role.MEMBER, Role.READER);

    public boolean operator() {
        return caller.isAdmin();
    }

    public boolean seesAll() {
        return operator()
                || caller.has(Role.SERVICE)
                || (caller.scope() instanceof Scope.System && caller.has(Role.READER));
    }

    /** The domain in which the caller sees everything; empty when they see none, or all. */
    public Optional<String> domain() {
        return caller.scope() instanceof Scope.Domain domain && caller.has(Role.READER)
                ? Optional.of(domain.id().value())
                : Optional.empty();
    }

    public boolean sees(String domainId) {
        return seesAll() || domain().filter(domainId::equals).isPresent();
    }

    public boolean manages(String domainId) {
        return operator()
                || (caller.scope() instanceof Scope.Domain domain
                        && caller.has(Role.MANAGER)
                        && domain.id().value().equals(domainId));
    }

    public boolean is(String userId) {
        return caller.user().value().equals(userId);
    }

    /** Whoever sees neither all nor a domain gets one answer for what exists and what does not. */
    public void requireList() {
        if (!seesAll() && domain().isEmpty()) {
            throw denied();
        }
    }

    /** @throws CloudException NOT_ALLOWED for somebody without any sphere, NOT_FOUND outside of the caller's domain */
    public void requireSees(String domainId, String what, String id) {
        requireList();
        if (!sees(domainId)) {
            throw absent(what, id);
        }
    }

    public void requireManages(String domainId, String what, String id) {
        if (!manages(domainId)) {
            throw sees(domainId) || domain().isEmpty() ? denied() : absent(what, id);
        }
    }

    /** Only an operator gives roles beyond {@link #MANAGED_ROLES}. */
    public void requireMayGive(Role role) {
        if (!operator() && !(role.domainId() == null && MANAGED_ROLES.contains(role.name()))) {
            throw denied();
        }
    }

    /** Tokens of restricted application credentials make no further credentials (security row ID-06). */
    public void requireUnrestricted() {
        if (caller.restricted()) {
            throw CloudException.forbidden(
                    "Using method 'application_credential' is not allowed for managing additional credentials.");
        }
    }

    public static CloudException absent(String what, String id) {
        return CloudException.notFound("Could not find %s: %s.".formatted(what, id));
    }

    public static CloudException denied() {
        return CloudException.forbidden("You are not authorized to perform the requested action.");
    }
}
