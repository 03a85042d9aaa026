package io.oblako.web.policy;

import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;

/**
 * Who may ask for an operation at all. Whether the thing asked about is the caller's is not decided here: queries name
 * the project, so that another tenant's thing looks like one that does not exist.
 *
 * <p>The personas are OpenStack's: each role contains the one before it, {@code reader < member < manager < admin};
 * {@code service} stands beside them.
 *
 * @see <a href="https://docs.openstack.org/keystone/latest/admin/service-api-protection.html">Keystone: service API
 *     protection</a>
 */
public enum Rule {
    /** Also without a token. */
    ANYONE,
    /** Any valid token, scoped or not. */
    AUTHENTICATED,
    READER,
    MEMBER,
    MANAGER,
    /** A manager of a domain, in that domain; or an operator. */
    DOMAIN_MANAGER,
    ADMIN,
    /** A service or a node of this cloud. */
    SERVICE,
    READER_OR_SERVICE,
    MEMBER_OR_SERVICE,
    ADMIN_OR_SERVICE,
    NOBODY;

    /** Whether the rule lets this caller through; {@link #ANYONE} is decided without one. */
    public boolean allows(Caller caller) {
        return switch (this) {
            case ANYONE, AUTHENTICATED -> true;
            case READER -> reader(caller);
            case MEMBER -> member(caller);
            case MANAGER -> manager(caller);
            case DOMAIN_MANAGER ->
                caller.isAdmin() || (caller.has("manager") && caller.scope() instanceof Scope.Domain);
            case ADMIN -> caller.isAdmin();
            case SERVICE -> service(caller);
            case READER_OR_SERVICE -> reader(caller) || service(caller);
            case MEMBER_OR_SERVICE -> member(caller) || service(caller);
            case ADMIN_OR_SERVICE -> caller.isAdmin() || service(caller);
            case NOBODY -> false;
        };
    }

    private static boolean reader(Caller caller) {
        return caller.has("reader") || member(caller);
    }

    private static boolean member(Caller caller) {
        return caller.has("member") || manager(caller);
    }

    private static boolean manager(Caller caller) {
        return caller.has("manager") || caller.isAdmin();
    }

    private static boolean service(Caller caller) {
        return caller.has("service");
    }
}
