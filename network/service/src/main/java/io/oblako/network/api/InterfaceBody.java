package io.oblako.network.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.kernel.error.CloudException;
import io.oblako.network.domain.NetworkError;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which interface of a router a request is about. */
record InterfaceBody(@Nullable UUID port, @Nullable UUID subnet) {

    private static final Type<InterfaceBody> BODY = Types.object(
            List.of("port_id", "subnet_id"),
            json -> new InterfaceBody(
                    Types.optionalPart(json, "port_id", Types.ID), Types.optionalPart(json, "subnet_id", Types.ID)),
            body -> Map.of());

    /** @throws CloudException INVALID_REQUEST */
    static InterfaceBody of(@Nullable JsonNode body) {
        if (body == null) {
            throw bad("Either subnet_id or port_id must be specified");
        }
        try {
            return BODY.read(body);
        } catch (Type.Invalid e) {
            throw CloudException.badRequest("Invalid input for operation. Reason: %s.".formatted(e.getMessage()));
        }
    }

    static CloudException bad(String sentence) {
        return new CloudException(NetworkError.BAD_REQUEST, "Bad router request: %s.".formatted(sentence));
    }
}
