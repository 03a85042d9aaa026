package io.oblako.identity.domain.token;

import java.time.Instant;
import java.util.Optional;

/** Checks tokens of the identity provider that we trust. */
@FunctionalInterface
public interface FederatedTokens {

    /**
     * Whom an access token names.
     *
     * @param namedAt when the provider issued it, by its clock
     */
    record Subject(String userId, Instant namedAt) {}

    /** Whose access token this is; empty when it is not a good one, whatever the reason (security row ID-12). */
    Optional<Subject> subject(String accessToken);
}
