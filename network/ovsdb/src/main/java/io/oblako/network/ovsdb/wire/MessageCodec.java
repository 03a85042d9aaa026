package io.oblako.network.ovsdb.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.oblako.network.ovsdb.error.ProtocolException;
import io.oblako.network.ovsdb.value.ValueCodec;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Messages in JSON and back, with limits of their own: a replica's first answer is larger than any document of our
 * APIs. A key that comes twice is refused; names are not interned, because identifiers of rows are names here.
 * Thread-safe.
 */
public final class MessageCodec {

    /** Brackets within brackets; the deepest message of the protocol, a schema, has about ten. */
    public static final int MAX_DEPTH = 32;

    private static final int MAX_NUMBER_DIGITS = 64;
    private static final int MAX_NAME = 1024;
    /**
     * A tree of JSON takes some tens of bytes per token, so tokens are bounded beside bytes; honest ones are longer.
     */
    private static final int BYTES_PER_TOKEN = 8;

    private final ObjectMapper mapper;

    /** @param maxBytes of one message */
    public MessageCodec(int maxBytes) {
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(maxBytes)
                        .maxNumberLength(MAX_NUMBER_DIGITS)
                        .maxNameLength(MAX_NAME)
                        .maxTokenCount(Math.max(1000, maxBytes / BYTES_PER_TOKEN))
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();
        mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
    }

    /** @throws ProtocolException when this is no message */
    public Message decode(byte[] bytes) {
        JsonNode json = parse(bytes);
        if (json.hasNonNull("method")) {
            JsonNode params = json.path("params");
            if (!json.path("method").isTextual() || !(params.isArray() || params.isMissingNode() || params.isNull())) {
                throw new ProtocolException("No request: " + ValueCodec.shorten(json));
            }
            return new Message.Request(
                    json.path("method").textValue(),
                    params.isArray() ? params : JsonNodeFactory.instance.arrayNode(),
                    present(json.path("id")));
        }
        JsonNode id = json.path("id");
        if (!id.isIntegralNumber() || !id.canConvertToLong()) {
            throw new ProtocolException("Neither a request nor an answer to ours: " + ValueCodec.shorten(json));
        }
        return new Message.Response(id.longValue(), present(json.path("result")), present(json.path("error")));
    }

    /** The tree of one JSON object. */
    public JsonNode parse(byte[] bytes) {
        try {
            JsonNode json = mapper.readTree(bytes);
            if (!json.isObject()) {
                throw new ProtocolException("No JSON object: " + ValueCodec.shorten(json));
            }
            return json;
        } catch (IOException | IllegalStateException e) {
            throw new ProtocolException("No JSON of %d bytes: %s".formatted(bytes.length, first(e)), e);
        }
    }

    public byte[] request(long id, String method, JsonNode params) {
        return bytes(object().put("id", id).put("method", method).set("params", params));
    }

    /** A request that wants no answer. */
    public byte[] notification(String method, ArrayNode params) {
        ObjectNode json = object().put("method", method);
        json.set("params", params);
        return bytes(json.set("id", NullNode.instance));
    }

    /** The answer to an {@code echo}. */
    public byte[] response(JsonNode id, JsonNode result) {
        ObjectNode json = object();
        json.set("id", id);
        json.set("result", result);
        return bytes(json.set("error", NullNode.instance));
    }

    /** The answer to a request that we do not know. */
    public byte[] refusal(JsonNode id, String error) {
        ObjectNode json = object();
        json.set("id", id);
        json.set("result", NullNode.instance);
        return bytes(json.put("error", error));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode present(JsonNode json) {
        return json.isMissingNode() ? NullNode.instance : json;
    }

    private byte[] bytes(JsonNode json) {
        try {
            return mapper.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String first(Exception e) {
        String text = String.valueOf(e.getMessage());
        int end = text.indexOf('\n');
        return text.substring(0, Math.min(end < 0 ? text.length() : end, 200));
    }
}
