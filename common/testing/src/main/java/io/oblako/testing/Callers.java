package io.oblako.testing;

import io.oblako.kernel.id.DomainId;
import io.oblako.kernel.id.ProjectId;
import io.oblako.kernel.id.UserId;
import io.oblako.kernel.token.Caller;
import io.oblako.kernel.token.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Callers for tests that have no token: one user, always valid, who logged in by password. */
public final class Callers {

    private static final DomainId DOMAIN = DomainId.of("default");

    private Callers() {}

    /** Somebody with these roles, and no others, in the project. */
    public static Caller of(String project, String... roles) {
        return of(new Scope.Project(ProjectId.of(project), project, DOMAIN, "Default"), roles);
    }

    public static Caller of(Scope scope, String... roles) {
        return new Caller(
                UserId.of("user"),
                "user",
                DOMAIN,
                "Default",
                scope,
                Set.of(roles),
                List.of("password"),
                "audit",
                "audit",
                Instant.EPOCH,
                Instant.MAX,
                null,
                false,
                List.of());
    }
}
