package io.oblako.identity.domain.credential;

import io.oblako.identity.domain.IdSource;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.role.RoleGraph;
import io.oblako.identity.domain.role.Roles;
import io.oblako.identity.domain.token.Revoker;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.token.AccessRule;
import io.oblako.kernel.token.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and removes application credentials, for their owner only. */
public final class ManageCredentials {

    private final ApplicationCredentials credentials;
    private final Roles roles;
    private final Revoker revoker;
    private final IdSource ids;
    private final Clock clock;

    public ManageCredentials(
            ApplicationCredentials credentials, Roles roles, Revoker revoker, IdSource ids, Clock clock) {
        this.credentials = credentials;
        this.roles = roles;
        this.revoker = revoker;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What is wanted.
     *
     * @param roles ids or names; all roles of the caller's token when empty
     */
    public record Wish(
            String name,
            String description,
            List<RoleName> roles,
            List<AccessRule> rules,
            boolean unrestricted,
            @Nullable Instant expiresAt) {}

    /** A role by id or by name; one of them is there. */
    public record RoleName(@Nullable String id, @Nullable String name) {}

    /** @throws CloudException NOT_ALLOWED for a role that the caller's token does not have, or beyond its own limits */
    public ApplicationCredential create(Caller caller, Secret secret, Wish wish) {
        String project = caller.project()
                .orElseThrow(() -> CloudException.badRequest(
                        "An application credential is for a project: use a project-scoped token."))
                .value();
        Instant end = wish.expiresAt();
        if (end != null && !end.isAfter(clock.instant())) {
            throw CloudException.badRequest("expires_at must be in the future.");
        }
        String user = caller.user().value();
        if (credentials.list(user, null).size() >= ApplicationCredentials.MAX_PER_USER) {
            throw CloudException.forbidden("A user has at most %d application credentials: delete one first."
                    .formatted(ApplicationCredentials.MAX_PER_USER));
        }
        if (!caller.accessRules().isEmpty() && wish.rules().isEmpty()) {
            throw CloudException.forbidden("A credential with access rules can only make ones with access rules.");
        }
        var credential = new ApplicationCredential(
                ids.next(),
                user,
                project,
                wish.name(),
                wish.description(),
                SecretHash.of(secret),
                roleIds(caller, project, wish.roles()),
                wish.unrestricted(),
                end,
                wish.rules().stream().map(rule -> credentials.rule(user, rule)).toList());
        credentials.add(credential);
        return credential;
    }

    private Set<String> roleIds(Caller caller, String project, List<RoleName> wanted) {
        RoleGraph graph = roles.graph();
        Set<String> held = graph.withImplied(roles.rolesOf(caller.user().value(), Target.project(project)));
        Set<String> chosen = new HashSet<>();
        if (wanted.isEmpty()) {
            caller.roles().forEach(name -> graph.globalByName(name).ifPresent(role -> chosen.add(role.id())));
        }
        for (RoleName name : wanted) {
            String id = name.id();
            Role role = (id != null ? graph.byId(id) : graph.globalByName(String.valueOf(name.name())))
                    .map(found -> new Role(found.id(), found.name()))
                    .orElseThrow(() -> noSuchRole(name));
            // What was made by a credential has no role that the credential itself has not (security row ID-06).
            boolean beyond = caller.applicationCredential() != null && !caller.has(role.name());
            if (!held.contains(role.id()) || beyond) {
                throw CloudException.badRequest(
                        "Invalid application credential: Could not find role assignment with role: %s, user or group: %s."
                                .formatted(role.id(), caller.user().value()));
            }
            chosen.add(role.id());
        }
        return chosen;
    }

    private static CloudException noSuchRole(RoleName name) {
        return CloudException.badRequest(
                "Invalid input for field 'roles': there is no role %s. Name roles you hold in the project, or none for all."
                        .formatted(name.id() != null ? name.id() : name.name()));
    }

    private record Role(String id, String name) {}

    public void delete(ApplicationCredential credential) {
        revoker.credential(credential.id());
        credentials.remove(credential.id());
    }
}
