package io.oblako.compute.domain.schedule;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs of a host.
 *
 * @param zone absent for any
 * @param host the only host that is wanted; absent for any
 * @param architecture of the image; absent for any
 * @param hypervisorType of the image, as hosts report it; absent for any
 * @param required traits the host must have, {@code forbidden} those it must not have
 * @param image to prefer hosts that have it; absent for none
 * @param not hosts that were tried before
 * @param aliveSince hosts not heard of since then are down
 */
public record Ask(
        Need need,
        @Nullable String zone,
        @Nullable String host,
        @Nullable String architecture,
        @Nullable String hypervisorType,
        Set<String> required,
        Set<String> forbidden,
        @Nullable UUID image,
        Set<String> not,
        Instant aliveSince) {

    public Ask {
        required = Set.copyOf(required);
        forbidden = Set.copyOf(forbidden);
        not = Set.copyOf(not);
    }

    /** The same wherever it was to be: only what the machine itself needs. */
    Ask anywhere() {
        return new Ask(
                need, null, null, architecture, hypervisorType, required, forbidden, image, Set.of(), aliveSince);
    }
}
