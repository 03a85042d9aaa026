package io.oblako.identity.domain.token;

import java.time.Instant;
import java.util.List;

/** Where revocations are kept until the tokens they concern have expired. */
public interface RevocationStore {

    /** Keeps it; of two about one subject the later moment counts. */
    void keep(Revocation revocation);

    List<Revocation> all();

    /** Removes those that are due, at most {@code limit}, and gives back their subjects. */
    List<String> forget(Instant now, int limit);
}
