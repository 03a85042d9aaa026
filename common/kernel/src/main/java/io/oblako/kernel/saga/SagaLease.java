package io.oblako.kernel.saga;

import java.time.Instant;

/**
 * Who works on a saga now. Leases save two workers from doing the same work; what keeps the outcome right is the
 * comparison of versions at each write.
 *
 * @param owner one incarnation of one process
 * @param until time of the database after which anybody may take the saga over
 */
public record SagaLease(String owner, Instant until) {}
