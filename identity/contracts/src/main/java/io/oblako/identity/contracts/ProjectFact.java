package io.oblako.identity.contracts;

import org.jspecify.annotations.Nullable;

/** A project, as identity has committed it. A tombstone when it is gone: its things have no owner any more. */
public record ProjectFact(
        String id, String name, String domain, @Nullable String parent, boolean enabled, long generation) {}
