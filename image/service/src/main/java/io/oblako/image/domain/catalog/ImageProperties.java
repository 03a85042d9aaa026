package io.oblako.image.domain.catalog;

import static io.oblako.image.domain.catalog.ImageError.ATTRIBUTE_INVALID;
import static io.oblako.image.domain.catalog.ImageError.ATTRIBUTE_READ_ONLY;

import io.oblako.kernel.error.CloudException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which free properties an image may bear, and with which values (security row IMG-16). Names that shape the machine of a
 * guest are an allow-list with a pattern each, so that nothing odd can reach a command line, a path or a device name;
 * names that mean nothing to the cloud are the tenant's own.
 *
 * @see <a href="https://docs.openstack.org/glance/latest/admin/useful-image-properties.html">Glance: useful properties</a>
 */
public final class ImageProperties {

    /** Most properties of one image. */
    public static final int MAX_COUNT = 128;

    public static final int MAX_NAME_CHARS = 255;
    public static final int MAX_VALUE_CHARS = 4096;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:-]{0,254}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:+-]{0,62}|");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BOOLEAN = Pattern.compile("(?i)true|false|yes|no|on|off|1|0");
    private static final Pattern UUID_OR_NONE =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|");
    private static final Pattern TRAIT = Pattern.compile("required|forbidden");

    private static final Map<String, Pattern> MACHINE = Map.ofEntries(
            Map.entry("hw_architecture", WORD),
            Map.entry("hw_boot_menu", BOOLEAN),
            Map.entry("hw_cdrom_bus", WORD),
            Map.entry("hw_cpu_cores", NUMBER),
            Map.entry("hw_cpu_max_cores", NUMBER),
            Map.entry("hw_cpu_max_sockets", NUMBER),
            Map.entry("hw_cpu_max_threads", NUMBER),
            Map.entry("hw_cpu_policy", WORD),
            Map.entry("hw_cpu_sockets", NUMBER),
            Map.entry("hw_cpu_thread_policy", WORD),
            Map.entry("hw_cpu_threads", NUMBER),
            Map.entry("hw_disk_bus", WORD),
            Map.entry("hw_firmware_stateless", BOOLEAN),
            Map.entry("hw_firmware_type", Pattern.compile("bios|uefi")),
            Map.entry("hw_input_bus", WORD),
            Map.entry("hw_machine_type", WORD),
            Map.entry("hw_mem_page_size", WORD),
            Map.entry("hw_pmu", BOOLEAN),
            Map.entry("hw_pointer_model", WORD),
            Map.entry("hw_qemu_guest_agent", BOOLEAN),
            Map.entry("hw_rescue_bus", WORD),
            Map.entry("hw_rescue_device", WORD),
            Map.entry("hw_rng_model", WORD),
            Map.entry("hw_scsi_model", WORD),
            Map.entry("hw_serial_port_count", NUMBER),
            Map.entry("hw_time_hpet", BOOLEAN),
            Map.entry("hw_tpm_model", WORD),
            Map.entry("hw_tpm_version", WORD),
            Map.entry("hw_vif_model", WORD),
            Map.entry("hw_vif_multiqueue_enabled", BOOLEAN),
            Map.entry("hw_video_model", WORD),
            Map.entry("hw_video_ram", NUMBER),
            Map.entry("hw_virtio_packed_ring", BOOLEAN),
            Map.entry("hw_watchdog_action", WORD),
            Map.entry("img_config_drive", Pattern.compile("mandatory|optional")),
            Map.entry("img_hide_hypervisor_id", BOOLEAN),
            Map.entry("architecture", WORD),
            Map.entry("hypervisor_type", WORD),
            Map.entry("vm_mode", WORD),
            Map.entry("os_type", WORD),
            Map.entry("os_distro", WORD),
            Map.entry("os_version", WORD),
            Map.entry("os_admin_user", WORD),
            Map.entry("os_secure_boot", WORD),
            Map.entry("os_require_quiesce", BOOLEAN),
            Map.entry("os_shutdown_timeout", NUMBER),
            Map.entry("instance_uuid", UUID_OR_NONE),
            Map.entry("base_image_ref", UUID_OR_NONE),
            Map.entry("kernel_id", UUID_OR_NONE),
            Map.entry("ramdisk_id", UUID_OR_NONE));

    /** Families of names in which only the ones above are known. */
    private static final Set<String> CLOSED_FAMILIES = Set.of("hw_", "img_", "hw:");

    /** Names that go to a kernel command line or to the placement of guests: the operators' own. */
    private static final Set<String> OPERATORS_ONLY = Set.of("os_command_line");

    private ImageProperties() {}

    /**
     * @param trusted an operator or a service of the cloud sets it
     * @throws CloudException ATTRIBUTE_INVALID, or ATTRIBUTE_READ_ONLY for a name that is not the caller's to set
     */
    public static void check(String name, String value, boolean trusted) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("A property name has 1 to 255 of letters, digits and _ . : -");
        }
        Texts.check("Property '%s'".formatted(name), value, MAX_VALUE_CHARS);
        if (name.startsWith("img_signature")) {
            throw invalid("Property '%s' is not accepted: signatures of images are not verified here.".formatted(name));
        }
        if (OPERATORS_ONLY.contains(name) && !trusted) {
            throw new CloudException(
                    ATTRIBUTE_READ_ONLY, "Property '%s' is protected: only operators set it.".formatted(name));
        }
        if (name.startsWith("trait:")) {
            require(name, value, TRAIT);
        }
        Pattern pattern = MACHINE.get(name);
        if (pattern != null) {
            require(name, value, pattern);
            return;
        }
        if (!trusted && CLOSED_FAMILIES.stream().anyMatch(name::startsWith)) {
            throw invalid(
                    "Property '%s' is not known here. Names that begin with hw_ or img_ shape the machine of a guest"
                            .formatted(name));
        }
    }

    private static void require(String name, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw invalid("Property '%s' does not take this value.".formatted(name));
        }
    }

    private static CloudException invalid(String message) {
        return new CloudException(ATTRIBUTE_INVALID, message);
    }
}
