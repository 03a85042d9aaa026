package io.oblako.identity.domain.token;

import java.util.Optional;

/** Checks tokens of the identity provider that we trust. */
@FunctionalInterface
public interface FederatedTokens {

    /** Whose access token this is; empty when it is not a good one, whatever the reason (security row ID-12). */
    Optional<String> userId(String accessToken);
}
