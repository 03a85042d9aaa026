package io.oblako.compute.domain.server;

import org.jspecify.annotations.Nullable;

/**
 * A lock: only administrators may change a locked server; the owner may take off a lock an owner put on.
 *
 * @param byAdmin whether an administrator put it on (Nova's locked_by)
 * @param reason microversion 2.73
 */
public record ServerLock(boolean byAdmin, @Nullable String reason) {}
