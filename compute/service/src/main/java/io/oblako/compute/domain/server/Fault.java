package io.oblako.compute.domain.server;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a server is in ERROR, or why the last thing asked of it did not happen.
 *
 * @param code a word for programs: a {@link io.oblako.compute.domain.ComputeError}, a saga's code or one of a node
 * @param message a sentence the tenant may read
 * @param details for administrators only
 */
public record Fault(String code, String message, @Nullable String details, Instant created) {

    /** The number in Nova's fault document: 500, as no fault of a server was the caller's request. */
    public int status() {
        return 500;
    }
}
