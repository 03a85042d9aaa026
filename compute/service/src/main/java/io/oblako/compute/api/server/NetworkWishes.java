package io.oblako.compute.api.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.api.schema.Addresses;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.domain.network.NetworkWish;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads {@code networks} of {@code POST /servers}, which has passed its schema. */
final class NetworkWishes {

    private static final int WORDS_SINCE = 37;

    private NetworkWishes() {}

    /** @param body the inner object; without networks it means any, as before microversion 2.37 */
    static NetworkWish read(Body body, int minor) {
        JsonNode networks = body.node().get("networks");
        if (networks != null && networks.isTextual()) {
            return networks.textValue().equals("none") ? new NetworkWish.None() : new NetworkWish.Any(true);
        }
        List<NetworkWish.Item> items = new ArrayList<>();
        for (JsonNode item : body.items("networks")) {
            items.add(item(new Body(item), minor));
        }
        return items.isEmpty() ? new NetworkWish.Any(false) : new NetworkWish.These(items);
    }

    private static NetworkWish.Item item(Body item, int minor) {
        UUID port = id(item.textOrNull("port"));
        UUID network = port == null ? id(item.textOrNull("uuid")) : null;
        if (port == null && network == null) {
            throw CloudException.badRequest(
                    "Bad network format: missing 'uuid'%s".formatted(minor >= WORDS_SINCE ? " or 'port'" : ""));
        }
        return new NetworkWish.Item(network, port, address(item.textOrNull("fixed_ip")), item.textOrNull("tag"));
    }

    /** Old clients may send {@code br-UUID}, which Nova takes as well. */
    private static @Nullable UUID id(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        String bare = text.startsWith("br-") ? text.substring(3) : text;
        if (!Types.isUuid(bare)) {
            throw CloudException.badRequest(
                    "Bad networks format: network uuid is not in proper format (%s)".formatted(text));
        }
        return Ids.uuid(bare);
    }

    static @Nullable String address(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!Addresses.isAddress(text)) {
            throw CloudException.badRequest("Invalid fixed IP address (%s)".formatted(text));
        }
        return Addresses.canonical(text);
    }
}
