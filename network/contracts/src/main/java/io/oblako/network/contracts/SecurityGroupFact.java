package io.oblako.network.contracts;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A security group, as the network service has committed it. Topic {@code network.security-group.v1}. Its rules are no
 * concern of others: they are enforced by the network alone.
 *
 * @param revision counts up with each change
 * @param description absent when it was told before there were descriptions here
 */
public record SecurityGroupFact(
        UUID id,
        String project,
        String name,
        long revision,
        @Nullable String description) {}
