package io.oblako.compute.domain.console;

import java.time.Instant;
import java.util.Optional;

/** Where rights to consoles are kept, by the digest of the secret that stands for them. */
public interface ConsoleGrants {

    void add(String digest, ConsoleGrant grant);

    /** Takes the right away; of several who ask at once one gets it. */
    Optional<ConsoleGrant> take(String digest);

    /** Forgets rights that nobody used in time. */
    void forget(Instant expiredBefore);
}
