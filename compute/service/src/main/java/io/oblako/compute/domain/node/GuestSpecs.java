package io.oblako.compute.domain.node;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.network.Nic;
import io.oblako.compute.domain.server.BootImage;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerRequest;
import io.oblako.kernel.json.Json;
import io.oblako.network.contracts.PortFact;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Makes of a server the machine that its node builds, and the metadata that its guest reads.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Nova: metadata</a>
 */
public final class GuestSpecs {

    /** Seconds a guest may take to react to ACPI, unless its image says otherwise by os_shutdown_timeout. */
    static final int SHUTDOWN_TIMEOUT_SECONDS = 60;

    private static final int LONGEST_SHUTDOWN_SECONDS = 600;
    private static final long BYTES_PER_GIB = 1L << 30;
    private static final long BYTES_PER_MIB = 1L << 20;
    private static final int MOST_PROPERTIES = 64;
    private static final Pattern MACHINE_KEY = Pattern.compile("(hw|os)_[a-z0-9_]{1,60}");
    private static final Pattern MACHINE_VALUE = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final String TIMEOUT_KEY = "os_shutdown_timeout";

    public GuestSpec of(Server server) {
        Flavor flavor = server.flavor();
        BootImage image = server.machine().image();
        long root = flavor.diskGib() > 0 ? flavor.diskGib() * BYTES_PER_GIB : image.virtualBytes();
        return new GuestSpec(
                server.name(),
                server.details().hostname(),
                flavor.vcpus(),
                flavor.ramMib(),
                root,
                flavor.ephemeralGib() * BYTES_PER_GIB,
                flavor.swapMib() * BYTES_PER_MIB,
                image(image),
                machine(image),
                nics(server),
                server.machine().configDrive(),
                metadata(server),
                NetworkData.of(server.nics()),
                "{}",
                server.machine().sealedSecrets(),
                shutdownTimeout(image));
    }

    /** Without its digest, hosts make no disk of an image. The sagas wait for it; only what needs no disk is told before. */
    private static GuestSpec.Image image(BootImage image) {
        String digest = image.sha512() == null ? "" : image.sha512();
        return new GuestSpec.Image(image.id(), image.diskFormat(), image.sizeBytes(), image.virtualBytes(), digest);
    }

    private static List<GuestSpec.Nic> nics(Server server) {
        return server.nics().stream()
                .map(nic -> {
                    Nic.Wire wire = nic.wire();
                    return wire == null ? null : nic(nic, wire);
                })
                .filter(Objects::nonNull)
                .toList();
    }

    private static GuestSpec.Nic nic(Nic nic, Nic.Wire wire) {
        List<String> addresses =
                wire.addresses().stream().map(PortFact.FixedIp::address).toList();
        return new GuestSpec.Nic(nic.port(), wire.mac(), wire.mtu(), nic.network(), addresses, wire.trusted());
    }

    /** Only keys and values of a harmless shape travel on: they end in a command line (security row CMP-11). */
    private static Map<String, String> machine(BootImage image) {
        Map<String, String> machine = new TreeMap<>();
        new TreeMap<>(image.properties()).forEach((key, value) -> {
            boolean harmless = MACHINE_KEY.matcher(key).matches()
                    && MACHINE_VALUE.matcher(value).matches();
            if (harmless && machine.size() < MOST_PROPERTIES) {
                machine.put(key, value);
            }
        });
        return machine;
    }

    private static int shutdownTimeout(BootImage image) {
        String wanted = image.properties().getOrDefault(TIMEOUT_KEY, "");
        if (!wanted.matches("[0-9]{1,4}")) {
            return SHUTDOWN_TIMEOUT_SECONDS;
        }
        return Math.min(Integer.parseInt(wanted), LONGEST_SHUTDOWN_SECONDS);
    }

    private static String metadata(Server server) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("uuid", server.id().toString());
        metadata.put("name", server.name());
        metadata.put("hostname", server.details().hostname());
        metadata.put("project_id", server.project().value());
        metadata.put("launch_index", server.machine().launchIndex());
        metadata.put("availability_zone", server.placement().zone());
        metadata.put("meta", new TreeMap<>(server.details().metadata()));
        ServerRequest.Key key = server.machine().key();
        if (key != null) {
            metadata.put("public_keys", Map.of(key.name(), key.publicKey()));
            metadata.put("keys", List.of(Map.of("name", key.name(), "type", key.type(), "data", key.publicKey())));
        }
        metadata.put("devices", devices(server));
        return Json.text(metadata);
    }

    /** The interfaces that the tenant has tagged: by its address the guest knows which is which. */
    private static List<Map<String, Object>> devices(Server server) {
        List<Map<String, Object>> devices = new ArrayList<>();
        for (Nic nic : server.nics()) {
            if (nic.tag() != null && nic.wire() != null) {
                Map<String, Object> device = new LinkedHashMap<>();
                device.put("type", "nic");
                device.put("bus", "pci");
                device.put("mac", nic.wire().mac());
                device.put("tags", List.of(nic.tag()));
                devices.add(device);
            }
        }
        return devices;
    }
}
