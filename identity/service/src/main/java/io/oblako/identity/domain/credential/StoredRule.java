package io.oblako.identity.domain.credential;

import io.oblako.kernel.token.AccessRule;

/** An access rule with the id it is listed and deleted by. A user has each rule once. */
public record StoredRule(String id, AccessRule rule) {}
