package io.oblako.network.ovsdb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.OvsdbException;

/** Receives what a {@code monitor_cond_since} brings, on the session's thread. An exception ends the session. */
public interface Monitor {

    /** The answer to the request, {@code [found, last-txn-id, updates]}; comes first. */
    void initial(JsonNode answer);

    /** A change, {@code [monitor-id, last-txn-id, updates]}. */
    void update(JsonNode params);

    /** The request itself was refused. */
    void refused(OvsdbException cause);
}
