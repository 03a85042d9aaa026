package io.oblako.network.domain.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * The data plane of a host: in Oblako one program does what Neutron's several agents do.
 *
 * @param host its name
 * @param seen when compute last heard of the host
 * @param alive whether compute still trusts it with guests
 */
public record Agent(String host, Instant seen, boolean alive) {

    /** The same for a host wherever it is asked for: made from its name (RFC 9562, version 3). */
    public UUID id() {
        return UUID.nameUUIDFromBytes(("oblako network agent " + host).getBytes(StandardCharsets.UTF_8));
    }
}
