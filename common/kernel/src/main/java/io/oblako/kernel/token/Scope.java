package io.oblako.kernel.token;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;

/**
 * What a token is good for.
 *
 * @see <a href="https://docs.openstack.org/keystone/latest/admin/tokens-overview.html">Keystone: authorization scopes</a>
 */
public sealed interface Scope {

    /** Says who somebody is and allows nothing but to ask for a scoped token. */
    record Unscoped() implements Scope {}

    record Project(ProjectId id, String name, DomainId domain, String domainName) implements Scope {}

    record Domain(DomainId id, String name) implements Scope {}

    /** The whole cloud: its operators. */
    record System() implements Scope {}
}
