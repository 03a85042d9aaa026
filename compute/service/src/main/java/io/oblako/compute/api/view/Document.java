package io.oblako.compute.api.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A JSON document, ready to be sent: UTF-8. Jackson writes it as it is, so answers can be kept for repeated requests.
 */
public final class Document implements JsonSerializable {

    private final byte[] utf8;

    Document(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** The answer to a request that changed nothing: the bytes go out untouched. */
    public Response ok() {
        return Response.ok(utf8, MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** The answer to a request that changed something. */
    public Response status(int status) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(this)
                .build();
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider serializers) throws IOException {
        json.writeRawValue(toString());
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider serializers, TypeSerializer types)
            throws IOException {
        serialize(json, serializers);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
