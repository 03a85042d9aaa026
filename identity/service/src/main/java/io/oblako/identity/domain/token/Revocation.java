package io.oblako.identity.domain.token;

import java.time.Instant;

/**
 * Tokens about the subject that were issued at or before the moment are void.
 *
 * @param subject see {@link io.oblako.kernel.token.Revocations}
 * @param forgetAfter when every token concerned has expired
 */
public record Revocation(String subject, Instant issuedAtOrBefore, Instant forgetAfter) {}
