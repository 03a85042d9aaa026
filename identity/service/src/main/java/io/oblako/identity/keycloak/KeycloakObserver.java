package io.oblako.identity.keycloak;

import java.time.Duration;

/** Told of each call to Keycloak, repetitions included. It must be quick and must not throw. */
@FunctionalInterface
public interface KeycloakObserver {

    /** In place of a status: the call was not answered. */
    int NO_ANSWER = 0;

    /** What was asked for. */
    enum Call {
        /** Whether a password is right. */
        LOG_IN,
        /** A token for our own calls. */
        OWN_TOKEN,
        READ,
        CHANGE
    }

    /** @param status of the answer, or {@link #NO_ANSWER} */
    void called(Call call, int status, Duration took);
}
