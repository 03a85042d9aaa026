package io.oblako.image.domain.catalog;

import io.oblako.image.domain.store.ObjectKey;
import java.time.Instant;

/**
 * An upload that is going on.
 *
 * @param object where its bytes will lie; a new one for each attempt, so that a late writer of an earlier attempt can
 *     never touch the bytes of a later one
 * @param aliveUntil the receiving process renews this; when it has passed, the upload is broken off
 */
public record Upload(ObjectKey object, Instant aliveUntil) {}
