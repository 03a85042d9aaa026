package io.oblako.network.contracts;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A floating IP, as the network service has committed it. Topic {@code network.floating-ip.v1}.
 *
 * @param port the port it leads to; absent while it leads nowhere, and then {@code fixed} is, too
 * @param fixed the address of that port it leads to
 * @param revision counts up with each change
 * @param network the external network that the address is of; absent where an older release left it out
 */
public record FloatingIpFact(
        UUID id,
        String project,
        String address,
        @Nullable UUID port,
        @Nullable String fixed,
        long revision,
        @Nullable UUID network) {}
