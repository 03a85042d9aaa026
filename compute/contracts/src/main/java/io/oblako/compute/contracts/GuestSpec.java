package io.oblako.compute.contracts;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The machine a guest is given. The node turns it into a QEMU command line by a pure function; nothing in here reaches
 * the command line unchecked.
 *
 * @param name what the tenant calls the server; only for display
 * @param hostname a DNS label, for metadata
 * @param vcpus 1 to 256
 * @param ramMib mebibytes
 * @param rootDiskBytes size of the root disk; the image's virtual size when the flavor says 0
 * @param ephemeralDiskBytes 0 for none
 * @param swapBytes 0 for none
 * @param image what the root disk is cloned from
 * @param machine properties of the image that shape the machine (hw_machine_type, hw_disk_bus, …), already checked
 * @param nics interfaces in the order in which the guest sees them, at most {@value #MAX_NICS}; empty where an older release
 *     left them out
 * @param configDrive whether an ISO 9660 drive labelled config-2 is attached
 * @param metadata content of openstack/latest/meta_data.json without secrets, as JSON text
 * @param networkData content of openstack/latest/network_data.json, as JSON text
 * @param vendorData content of vendor_data.json, as JSON text
 * @param sealedSecrets {@link GuestSecrets} as JSON, sealed for nodes (AES-GCM): user data and the admin password never
 *     travel or rest in the clear
 * @param shutdownTimeoutSeconds how long a guest may take to react to ACPI before it is powered off
 */
public record GuestSpec(
        String name,
        String hostname,
        int vcpus,
        int ramMib,
        long rootDiskBytes,
        long ephemeralDiskBytes,
        long swapBytes,
        Image image,
        Map<String, String> machine,
        List<Nic> nics,
        boolean configDrive,
        String metadata,
        String networkData,
        String vendorData,
        @Nullable String sealedSecrets,
        int shutdownTimeoutSeconds) {

    /** Hot-plug slots of the machine; interfaces are plugged into these, at boot as well. */
    public static final int MAX_NICS = 8;

    public GuestSpec {
        machine = Map.copyOf(machine);
        // An older release sent none.
        nics = nics == null ? List.of() : List.copyOf(nics);
        if (nics.size() > MAX_NICS) {
            throw new IllegalArgumentException("A guest has at most %d interfaces".formatted(MAX_NICS));
        }
    }

    /**
     * A network interface: a port of the network service.
     *
     * @param port its id, by which the host's switch knows it
     * @param mac as in fa:16:3e:00:00:01
     * @param mtu bytes, of the port's network
     * @param network the port's; absent where an older release left it out: such a guest gets no metadata by the network
     * @param addresses of the port, of both versions; empty where an older release left them out
     * @param trusted whether the port has no port security, so that its guest may be a router; false where an older
     *     release left it out
     */
    public record Nic(
            UUID port, String mac, int mtu, @Nullable UUID network, List<String> addresses, boolean trusted) {

        private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
        private static final int MIN_MTU = 68;
        private static final int MAX_MTU = 65_521;

        public Nic {
            if (!MAC.matcher(mac).matches() || mtu < MIN_MTU || mtu > MAX_MTU) {
                throw new IllegalArgumentException("Port %s: MAC %s, MTU %d".formatted(port, mac, mtu));
            }
            // An older release sent none.
            addresses = addresses == null ? List.of() : List.copyOf(addresses);
            addresses.forEach(InetAddress::ofLiteral);
        }
    }

    /**
     * An active image as the image service described it.
     *
     * @param diskFormat Glance's name: raw, qcow2, vmdk, vdi, vhd, vhdx, iso
     * @param sizeBytes bytes of the file as stored
     * @param virtualBytes bytes of the disk inside, from the inspection
     * @param sha512 hex digest of the stored file; the node refuses other bytes
     */
    public record Image(UUID id, String diskFormat, long sizeBytes, long virtualBytes, String sha512) {}

    /** What only the guest may see. */
    public record GuestSecrets(
            @Nullable String adminPassword, @Nullable String userDataBase64, List<String> sshKeys) {
        public GuestSecrets {
            sshKeys = List.copyOf(sshKeys);
        }

        /** The context that {@link GuestSpec#sealedSecrets()} is sealed for: secrets of one server open for no other. */
        public static String sealContext(UUID server) {
            return "guest:" + server;
        }

        @Override
        public String toString() {
            return "GuestSecrets[***]";
        }
    }
}
