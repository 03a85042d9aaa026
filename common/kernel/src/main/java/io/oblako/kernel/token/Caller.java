package io.oblako.kernel.token;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: everything a service may know of the one who sent a request, read from a verified token and from nothing
 * else (no header of the request can add to it: security row ID-11).
 *
 * @param roles role names, implied roles included
 * @param methods how the caller logged in, for example {@code password}, {@code token}
 * @param auditId id of this token in audit records and revocations
 * @param auditChainId audit id of the first token of the chain this one came from; equal to auditId for the first
 * @param issuedAt with milliseconds: a revocation compares against it
 * @param applicationCredential its id when the token came from one
 * @param restricted true for a token of an application credential that may not make credentials or trusts
 * @param accessRules empty when any request is allowed; only an application credential narrows it
 */
public record Caller(
        UserId user,
        String userName,
        DomainId userDomain,
        String userDomainName,
        Scope scope,
        Set<String> roles,
        List<String> methods,
        String auditId,
        String auditChainId,
        Instant issuedAt,
        Instant expiresAt,
        @Nullable String applicationCredential,
        boolean restricted,
        List<AccessRule> accessRules) {

    /** The role that may do everything in its scope; with system scope, or in the admin project, everywhere. */
    public static final String ADMIN = "admin";

    public Caller {
        roles = Set.copyOf(roles);
        methods = List.copyOf(methods);
        accessRules = List.copyOf(accessRules);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    /** Whether the caller is an operator of the cloud: role admin, whatever the scope, as OpenStack's services take it. */
    public boolean isAdmin() {
        return has(ADMIN);
    }

    /** The project the caller acts in; empty for domain, system and unscoped tokens. */
    public Optional<ProjectId> project() {
        return scope instanceof Scope.Project project ? Optional.of(project.id()) : Optional.empty();
    }
}
