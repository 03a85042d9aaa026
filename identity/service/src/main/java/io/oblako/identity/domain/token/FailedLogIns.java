package io.oblako.identity.domain.token;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The failures of those who try to log in, as all replicas have counted them. A good log-in only reads; failures write. It
 * is bounded: what is forgotten is removed, and beyond a number the ones that would be forgotten soonest.
 */
public interface FailedLogIns {

    /**
     * What is held against a key.
     *
     * @param failures in a row, so far
     * @param closedUntil nothing is looked at before; long past while the failures have closed nothing
     * @param forgottenAt after this moment there is nothing held against it any more
     */
    record Standing(int failures, Instant closedUntil, Instant forgottenAt) {

        public static final Standing NONE = new Standing(0, Instant.EPOCH, Instant.EPOCH);

        /** This, or nothing when it is over. */
        public Standing at(Instant now) {
            return now.isAfter(forgottenAt) ? NONE : this;
        }
    }

    /** As committed when this is called. A key that is missing has {@link Standing#NONE}. */
    Map<String, Standing> of(Collection<String> keys);

    /**
     * Makes something else of what is held against a key. Whoever else does so at once, here or in another replica, comes
     * before or after. In a transaction of its own.
     *
     * @return what is held against it now
     */
    Standing change(String key, UnaryOperator<Standing> change);

    void forgive(String key);

    /** Removes what is over, and of the rest the oldest beyond {@code most}. */
    void prune(Instant now, int most);
}
