package io.oblako.network.ovsdb.wire;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One message of JSON-RPC 1.0.
 *
 * @see <a href="https://www.jsonrpc.org/specification_v1">JSON-RPC 1.0</a>
 */
public sealed interface Message {

    /**
     * Something to do, or to know when the id is null.
     *
     * @param params an array
     */
    record Request(String method, JsonNode params, JsonNode id) implements Message {}

    /**
     * An answer.
     *
     * @param id of our request; ours are numbers
     * @param error null of JSON when there is none
     */
    record Response(long id, JsonNode result, JsonNode error) implements Message {}
}
