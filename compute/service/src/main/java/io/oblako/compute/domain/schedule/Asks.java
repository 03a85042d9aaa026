package io.oblako.compute.domain.schedule;

import io.oblako.compute.domain.server.Server;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server needs of a host from its flavor and its image.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/configuration/extra-specs.html#placement">Nova: trait extra specs</a>
 */
public final class Asks {

    private static final String TRAIT = "trait:";

    private Asks() {}

    /** @param not hosts that were tried before */
    public static Ask of(Server server, Set<String> not, Instant aliveSince) {
        Map<String, String> image = server.machine().image().properties();
        Set<String> required = new TreeSet<>();
        Set<String> forbidden = new TreeSet<>();
        server.flavor().extraSpecs().forEach((key, value) -> trait(key, value, required, forbidden));
        image.forEach((key, value) -> trait(key, value, required, forbidden));
        return new Ask(
                Need.of(server.flavor(), server.machine().image()),
                server.placement().requestedZone(),
                server.placement().forcedHost(),
                either(image.get("hw_architecture"), image.get("architecture")),
                hypervisor(either(image.get("img_hv_type"), image.get("hypervisor_type"))),
                required,
                forbidden,
                server.machine().image().id(),
                not,
                aliveSince);
    }

    private static void trait(String key, String value, Set<String> required, Set<String> forbidden) {
        if (!key.startsWith(TRAIT)) {
            return;
        }
        String trait = key.substring(TRAIT.length());
        switch (value) {
            case "required" -> required.add(trait);
            case "forbidden" -> forbidden.add(trait);
            default -> {
                // Nova ignores other values too; the flavor API refuses them.
            }
        }
    }

    /** Images that name KVM run under QEMU too: the accelerator is a weigher's matter. */
    private static @Nullable String hypervisor(@Nullable String type) {
        return type == null || type.toLowerCase(Locale.ROOT).equals("kvm") ? null : type;
    }

    private static @Nullable String either(@Nullable String first, @Nullable String second) {
        return first == null ? second : first;
    }
}
