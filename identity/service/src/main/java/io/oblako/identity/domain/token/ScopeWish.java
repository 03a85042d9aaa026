package io.oblako.identity.domain.token;

import org.jspecify.annotations.Nullable;

/** Which scope a log-in asks for. */
public sealed interface ScopeWish {

    /** Nothing said: the user's default project when there is one and the user has a role there, else unscoped. */
    record Unsaid() implements ScopeWish {}

    record Unscoped() implements ScopeWish {}

    record Project(
            @Nullable String id,
            @Nullable String name,
            @Nullable DomainName domain) implements ScopeWish {}

    record Domain(DomainName domain) implements ScopeWish {}

    record System() implements ScopeWish {}

    /** A domain by its id or by its name; one of them is there. */
    record DomainName(@Nullable String id, @Nullable String name) {}
}
