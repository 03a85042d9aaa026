package io.oblako.compute.api.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.compute.api.NovaRequest;
import io.oblako.compute.api.schema.Addresses;
import io.oblako.compute.api.schema.Body;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.kernel.error.CloudException;
import io.oblako.kernel.id.Ids;
import io.oblako.kernel.secret.Secret;
import io.oblako.web.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /servers}: refuses what this cloud cannot give, and says what to ask for instead. */
@ApplicationScoped
class ServerCreation {

    private static final String FORCE_HOST = "compute:servers:create:requested-destination";

    private final NovaRequest request;
    private final ServerLookups lookups;
    private final Policy policy;

    ServerCreation(NovaRequest request, ServerLookups lookups, Policy policy) {
        this.request = request;
        this.lookups = lookups;
        this.policy = policy;
    }

    /** @param body the inner object, which has passed its schema */
    ServerRequest read(Body body, Secret adminPassword) {
        UUID image = image(body);
        refuseFiles(body);
        if (body.has("trusted_image_certificates")) {
            throw CloudException.badRequest(
                    "trusted_image_certificates is not supported: image signatures are not verified by this cloud yet");
        }
        int least = body.whole("min_count").orElse(1);
        int most = body.whole("max_count").orElse(Math.max(1, least));
        if (least > most) {
            throw CloudException.badRequest("min_count must be <= max_count");
        }
        if (most > ServerSchemas.MOST_SERVERS) {
            throw CloudException.badRequest("max_count must be <= %d: ask for the rest in another request"
                    .formatted(ServerSchemas.MOST_SERVERS));
        }
        lookups.refuseTooMuchMetadata(body.map("metadata"));
        Flavor flavor = lookups.flavor(body.needed("flavorRef"));
        String name = body.needed("name");
        return new ServerRequest(
                name,
                request.since(19) ? body.textOrNull("description") : name,
                body.textOrNull("hostname"),
                image,
                flavor,
                body.map("metadata"),
                Set.copyOf(body.texts("tags")),
                lookups.key(body.textOrNull("key_name")),
                body.text("user_data").map(Secret::of).orElse(null),
                adminPassword,
                body.bool("config_drive").orElse(false),
                body.textOrNull("availability_zone"),
                forcedHost(body),
                body.textOrNull("accessIPv4"),
                Addresses.canonical(body.textOrNull("accessIPv6")),
                DiskConfigs.read(body),
                NetworkWishes.read(body, request.minor()),
                groups(body),
                least,
                most);
    }

    /** Names of the security groups that are asked for. */
    static List<String> groups(Body body) {
        List<String> names = body.items("security_groups").stream()
                .map(group -> group.path("name").asText("default"))
                .distinct()
                .toList();
        return names.isEmpty() ? List.of("default") : names;
    }

    private static UUID image(Body body) {
        if (body.has("block_device_mapping")) {
            throw CloudException.badRequest("block_device_mapping is not supported: this cloud has no volume service"
                    + " yet. Give imageRef; the root disk is local.");
        }
        String reference = body.text("imageRef").orElse("");
        for (JsonNode device : body.items("block_device_mapping_v2")) {
            reference = imageOf(new Body(device), reference);
        }
        if (reference.isEmpty()) {
            throw CloudException.badRequest(
                    "Invalid imageRef provided. An image is needed: this cloud has no volume service yet to boot"
                            + " from.");
        }
        return Ids.uuid(reference);
    }

    /** The only mapping that needs no volumes: the image, on a local disk, to boot from. */
    private static String imageOf(Body device, String reference) {
        String source = device.text("source_type").orElse("");
        String destination = device.text("destination_type").orElse("local");
        boolean boots = device.whole("boot_index").filter(index -> index == 0).isPresent();
        if (!source.equals("image") || !destination.equals("local") || !boots) {
            throw CloudException.badRequest(
                    "Block Device Mapping is Invalid: this cloud has no volume service yet. Only"
                            + " one mapping is accepted: source_type image, destination_type local, boot_index 0.");
        }
        String uuid = device.text("uuid").or(() -> device.text("image_id")).orElse("");
        if (!reference.isEmpty() && !uuid.equals(reference)) {
            throw CloudException.badRequest("Block Device Mapping is Invalid: Boot sequence for the instance and"
                    + " image/block device mapping combination is not valid: name one image.");
        }
        if (!Types.isUuid(uuid)) {
            throw CloudException.badRequest("Block Device Mapping is Invalid: uuid must be the UUID of an image.");
        }
        return uuid;
    }

    private static void refuseFiles(Body body) {
        if (!body.items("personality").isEmpty()) {
            throw CloudException.badRequest(
                    "personality (injected files) is not supported: use user_data or metadata.");
        }
    }

    private @Nullable String forcedHost(Body body) {
        String host = body.textOrNull("host");
        String hypervisor = body.textOrNull("hypervisor_hostname");
        if (host == null && hypervisor == null) {
            return null;
        }
        policy.require(request.caller(), FORCE_HOST);
        if (host != null && hypervisor != null && !host.equals(hypervisor)) {
            throw CloudException.badRequest(
                    "No host matches: host and hypervisor_hostname are the same in this cloud.");
        }
        return host == null ? hypervisor : host;
    }
}
