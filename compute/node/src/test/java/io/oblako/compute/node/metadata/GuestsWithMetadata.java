package io.oblako.compute.node.metadata;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.GuestSpec.GuestSecrets;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.Orders;
import io.oblako.kernel.json.Json;
import io.oblako.kernel.secret.Secret;
import io.oblako.kernel.secret.SecretBox;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders of guests that have something to read. */
final class GuestsWithMetadata {

    static final SecretBox BOX = new SecretBox(Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
    static final String USER_DATA = "#!/bin/sh\necho hello\n";

    private GuestsWithMetadata() {}

    static Nic nic(@Nullable UUID network, int number, String... addresses) {
        String mac = "fa:16:3e:00:00:%02x".formatted(number);
        return new Nic(new UUID(8, number), mac, 1442, network, List.of(addresses), false);
    }

    /** @param name also the host name */
    static NodeDesired.Guest guest(UUID server, String name, Nic... nics) {
        String userData = Base64.getEncoder().encodeToString(USER_DATA.getBytes(StandardCharsets.UTF_8));
        String secrets = Json.text(new GuestSecrets("s3cret-of-" + name, userData, List.of()));
        Map<String, Object> metadata = Map.of(
                "uuid",
                server.toString(),
                "name",
                name,
                "launch_index",
                3,
                "availability_zone",
                "nova",
                "public_keys",
                Map.of("laptop", "ssh-ed25519 AAAA"));
        GuestSpec spec = Orders.anOrder().with(Map.of(), nics).guest().spec();
        return Orders.anOrder()
                .server(server)
                .spec(new GuestSpec(
                        name,
                        name,
                        spec.vcpus(),
                        spec.ramMib(),
                        spec.rootDiskBytes(),
                        0,
                        0,
                        spec.image(),
                        Map.of(),
                        spec.nics(),
                        false,
                        Json.text(metadata),
                        "{\"links\":[]}",
                        "{\"from\":\"vendor\"}",
                        BOX.seal(secrets, GuestSecrets.sealContext(server)),
                        60))
                .guest();
    }
}
