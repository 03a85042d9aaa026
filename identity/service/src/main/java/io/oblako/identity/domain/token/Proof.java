package io.oblako.identity.domain.token;

import io.oblako.identity.domain.token.ScopeWish.DomainName;
import io.oblako.kernel.secret.Secret;
import org.jspecify.annotations.Nullable;

/** What somebody shows to log in; one for each method named in the request. */
public sealed interface Proof {

    /** A user by id, or by name and domain. */
    record Who(
            @Nullable String id,
            @Nullable String name,
            @Nullable DomainName domain) {}

    record Password(Who user, Secret password) implements Proof {}

    record Token(String token) implements Proof {

        @Override
        public String toString() {
            return "Token[***]";
        }
    }

    /** An application credential by id, or by its name and its user. */
    record Credential(
            @Nullable String id,
            @Nullable String name,
            @Nullable Who user,
            Secret secret) implements Proof {}
}
