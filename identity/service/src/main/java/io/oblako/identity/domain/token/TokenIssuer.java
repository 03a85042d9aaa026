package io.oblako.identity.domain.token;

import io.oblako.identity.domain.credential.ApplicationCredential;
import io.oblako.identity.domain.credential.StoredRule;
import io.oblako.identity.domain.people.User;
import io.oblako.identity.domain.project.Project;
import io.oblako.identity.domain.role.Assignment.Target;
import io.oblako.identity.domain.token.Directory.View;
import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.token.AccessRule;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Revocations;
import io.oblako.kernel.token.Scope;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides what a token says and makes it. A wish that cannot be granted is refused like a wrong password. */
public final class TokenIssuer {

    private static final int AUDIT_ID_BYTES = 16;

    private final TokenSigner signer;
    private final Revocations revocations;
    private final Duration tokenLife;
    private final SecureRandom random = new SecureRandom();

    public TokenIssuer(TokenSigner signer, Revocations revocations, Duration tokenLife) {
        this.signer = signer;
        this.revocations = revocations;
        this.tokenLife = tokenLife;
    }

    /** A token and what it says. */
    public record Issued(String token, Caller caller) {}

    /**
     * Makes a token for somebody who has proved who they are.
     *
     * @param began when the log-in did, before anything was read or proved: it is the moment of the token, so that whatever
     *     was taken back since then makes the token void
     * @param view of the tables as they were since then
     * @return empty when the token would be void already: the log-in must be made again, proofs included
     * @throws io.oblako.kernel.error.CloudException LOGIN_REFUSED when the user, the project or a domain is disabled, or
     *     the user holds no role in the scope
     */
    public Optional<Issued> issue(Login login, ScopeWish wish, Instant began, View view) {
        Caller caller = describe(view, login, wish, began.truncatedTo(ChronoUnit.MILLIS));
        return revocations.revoked(caller) ? Optional.empty() : Optional.of(new Issued(signer.sign(caller), caller));
    }

    private Caller describe(View view, Login login, ScopeWish wish, Instant now) {
        User user = view.user(login.userId()).filter(User::enabled).orElseThrow(Refusal::refused);
        Project userDomain = enabled(view.project(user.domainId()));
        ApplicationCredential credential = login.credential();
        Scope scope = credential == null
                ? scope(view, user, wish)
                : scope(view, new ScopeWish.Project(credential.projectId(), null, null));
        Set<String> roleIds = rolesIn(view, user.id(), scope);
        if (credential != null) {
            Set<String> still = new HashSet<>(view.roles().withImplied(credential.roleIds()));
            still.retainAll(roleIds);
            roleIds = still;
        }
        Set<String> names = view.roles().names(roleIds);
        if (names.isEmpty() && !(scope instanceof Scope.Unscoped)) {
            throw Refusal.refused();
        }
        String auditId = newAuditId();
        Caller parent = login.parent();
        return new Caller(
                UserId.of(user.id()),
                user.name(),
                DomainId.of(userDomain.id()),
                userDomain.name(),
                scope,
                names,
                login.methods(),
                auditId,
                parent == null ? auditId : parent.auditChainId(),
                now,
                expiry(now, login),
                credential == null ? null : credential.id(),
                credential != null && !credential.unrestricted(),
                rules(credential));
    }

    private static List<AccessRule> rules(@Nullable ApplicationCredential credential) {
        return credential == null
                ? List.of()
                : credential.rules().stream().map(StoredRule::rule).toList();
    }

    /** Never later than the token or the credential that was shown (security row ID-04). */
    private Instant expiry(Instant now, Login login) {
        Instant expiry = now.plus(tokenLife).truncatedTo(ChronoUnit.SECONDS);
        Caller parent = login.parent();
        if (parent != null && parent.expiresAt().isBefore(expiry)) {
            expiry = parent.expiresAt();
        }
        ApplicationCredential credential = login.credential();
        Instant end = credential == null ? null : credential.expiresAt();
        if (end != null && end.isBefore(expiry)) {
            expiry = end.truncatedTo(ChronoUnit.SECONDS);
        }
        if (!now.isBefore(expiry)) {
            throw Refusal.refused();
        }
        return expiry;
    }

    private static Scope scope(View view, User user, ScopeWish wish) {
        if (!(wish instanceof ScopeWish.Unsaid)) {
            return scope(view, wish);
        }
        String preferred = user.defaultProjectId();
        if (preferred == null) {
            return new Scope.Unscoped();
        }
        boolean usable = view.project(preferred)
                .filter(Project::enabled)
                .filter(project -> !project.isDomain())
                .filter(project ->
                        view.project(project.domain()).filter(Project::enabled).isPresent())
                .filter(project ->
                        !view.rolesOf(user.id(), Target.project(project.id())).isEmpty())
                .isPresent();
        return usable ? scope(view, new ScopeWish.Project(preferred, null, null)) : new Scope.Unscoped();
    }

    private static Scope scope(View view, ScopeWish wish) {
        return switch (wish) {
            case ScopeWish.Unsaid(), ScopeWish.Unscoped() -> new Scope.Unscoped();
            case ScopeWish.System() -> new Scope.System();
            case ScopeWish.Domain(var name) -> {
                Project domain = enabled(domain(view, name));
                yield new Scope.Domain(DomainId.of(domain.id()), domain.name());
            }
            case ScopeWish.Project wanted -> {
                Project project = enabled(project(view, wanted));
                if (project.isDomain()) {
                    throw Refusal.refused();
                }
                Project domain = enabled(view.project(project.domain()));
                yield new Scope.Project(
                        ProjectId.of(project.id()), project.name(), DomainId.of(domain.id()), domain.name());
            }
        };
    }

    private static Optional<Project> project(View view, ScopeWish.Project wanted) {
        String id = wanted.id();
        if (id != null) {
            return view.project(id);
        }
        String name = wanted.name();
        ScopeWish.DomainName domain = wanted.domain();
        if (name == null || domain == null) {
            return Optional.empty();
        }
        return domain(view, domain).flatMap(found -> view.projectByName(found.id(), name));
    }

    /** The domain that is meant; empty when there is none. */
    static Optional<Project> domain(View view, ScopeWish.DomainName wanted) {
        String id = wanted.id();
        if (id != null) {
            return view.project(id).filter(Project::isDomain);
        }
        String name = wanted.name();
        return name == null ? Optional.empty() : view.domainByName(name);
    }

    private static Set<String> rolesIn(View view, String userId, Scope scope) {
        return switch (scope) {
            case Scope.Unscoped() -> Set.of();
            case Scope.Project project ->
                view.rolesOf(userId, Target.project(project.id().value()));
            case Scope.Domain domain ->
                view.rolesOf(userId, Target.domain(domain.id().value()));
            case Scope.System() -> view.rolesOf(userId, Target.SYSTEM);
        };
    }

    private static Project enabled(Optional<Project> project) {
        return project.filter(Project::enabled).orElseThrow(Refusal::refused);
    }

    private String newAuditId() {
        byte[] bytes = new byte[AUDIT_ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
