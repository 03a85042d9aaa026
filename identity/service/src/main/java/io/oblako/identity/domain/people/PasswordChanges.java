package io.oblako.identity.domain.people;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where changes of passwords are noted before the log-in server is asked to make them. */
public interface PasswordChanges {

    /**
     * A change of which it is not known here whether the log-in server has made it.
     *
     * @param passwordBefore when the password that is to be replaced was set, by the log-in server's clock; absent when
     *     there was none
     */
    record Begun(UUID id, String userId, @Nullable Instant passwordBefore, Instant begunAt) {}

    void add(Begun change);

    /** @return whether it was still there: of several who settle one change, one is told so */
    boolean remove(UUID id);

    /** The oldest of those begun before the moment. */
    List<Begun> begunBefore(Instant moment, int limit);
}
