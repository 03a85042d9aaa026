package io.oblako.identity.contracts;

import java.time.Instant;

/**
 * Tokens about the subject that were issued at or before the moment are void.
 *
 * @param subject {@code kind:id}, see {@link io.oblako.kernel.token.Revocations}
 * @param forgetAfter when every token concerned has expired
 */
public record RevocationFact(String subject, Instant issuedAtOrBefore, Instant forgetAfter) {}
