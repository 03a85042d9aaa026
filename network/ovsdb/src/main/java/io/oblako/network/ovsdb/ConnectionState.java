package io.oblako.network.ovsdb;

import io.oblako.network.ovsdb.wire.Remote;
import java.util.Optional;

/**
 * Where the client stands, for health and for people.
 *
 * @param remote that is connected and usable now
 * @param connects how often a usable connection has been made
 * @param lastError why the last attempt failed or the last connection ended; empty when nothing has failed yet
 */
public record ConnectionState(Optional<Remote> remote, long connects, String lastError) {

    public boolean connected() {
        return remote.isPresent();
    }
}
