package io.oblako.compute.api.server;

import static io.oblako.compute.api.schema.Lists.array;
import static io.oblako.compute.api.schema.Lists.oneOf;
import static io.oblako.compute.api.schema.Lists.textOr;
import static io.oblako.compute.api.schema.ObjectSchema.object;

import io.oblako.compute.api.schema.Lists;
import io.oblako.compute.api.schema.Schema;
import io.oblako.compute.api.schema.Text;
import io.oblako.compute.api.schema.Types;
import io.oblako.compute.api.schema.Whole;

/** Bodies of requests about servers, with the microversions their fields exist in. */
final class ServerSchemas {

    /** Most servers of one request, whatever the quota. */
    static final int MOST_SERVERS = 1000;

    private static final int MOST_ITEMS = 64;
    private static final Text FREE = Text.of(0, 255);
    private static final Text PASSWORD = new Text(0, 255, Types::printable, "does not match: printable characters");
    private static final Whole COUNT = new Whole(1, Whole.MAX_INT);
    private static final Schema IMAGE = Text.of(0, 64).format("uuid", text -> text.isEmpty() || Types.isUuid(text));

    private static final Schema NETWORKS = (field, value, minor) -> {
        if (minor >= 37 && value.isTextual()) {
            oneOf("none", "auto").check(field, value, minor);
        } else {
            array(
                            object().optional("fixed_ip", FREE)
                                    .optional("port", Types.UUID.orNull())
                                    .optional("uuid", minor >= 37 ? Types.UUID : FREE)
                                    .optionalSince(32, "tag", Types.TAG),
                            MOST_ITEMS)
                    .check(field, value, minor);
        }
    };

    private static final Schema FILES =
            array(object().optional("path", FREE).optional("contents", Text.of(0, 1 << 20)), MOST_ITEMS);

    private static final Schema BLOCK_DEVICE = object().optional(
                    "source_type", oneOf("volume", "image", "snapshot", "blank"))
            .optional("destination_type", oneOf("local", "volume"))
            .optional("uuid", Text.of(1, 255).matching("[a-zA-Z0-9._-]*"))
            .optional("image_id", Types.UUID)
            .optional("volume_id", Types.UUID)
            .optional("snapshot_id", Types.UUID)
            .optional("volume_size", textOr(Text.of(0, 16), new Whole(0, Whole.MAX_INT)))
            .optional("boot_index", new Whole(-1, 255).orNull())
            .optional("delete_on_termination", Types.BOOLEAN)
            .optional("device_name", FREE)
            .optional("virtual_name", FREE)
            .optional("guest_format", FREE)
            .optional("device_type", FREE)
            .optional("disk_bus", FREE)
            .optional("no_device", Schema.anything())
            .optional("connection_info", FREE)
            .optionalSince(32, "tag", Types.TAG)
            .optionalSince(67, "volume_type", FREE);

    private static final Schema HINTS = (field, value, minor) -> object().open().check(field, value, minor);

    static final Schema CREATE = object().required(
                    "server",
                    object().required("name", Types.NAME)
                            .required("flavorRef", Types.FLAVOR_REF)
                            .optional("imageRef", IMAGE)
                            .optional("adminPass", PASSWORD)
                            .optional("metadata", Types.METADATA)
                            .requiredSince(37, "networks", NETWORKS)
                            .optional(DiskConfigs.FIELD, Types.DISK_CONFIG)
                            .optional("accessIPv4", Types.IPV4)
                            .optional("accessIPv6", Types.IPV6)
                            .optionalUntil(56, "personality", FILES)
                            .optional("availability_zone", Types.NAME)
                            .optional("block_device_mapping", array(object().open(), MOST_ITEMS))
                            .optional("block_device_mapping_v2", array(BLOCK_DEVICE, MOST_ITEMS))
                            .optional("config_drive", Types.BOOLEAN)
                            .optional("key_name", Types.NAME)
                            .optional("min_count", COUNT)
                            .optional("max_count", COUNT)
                            .optional("return_reservation_id", Types.BOOLEAN)
                            .optional("security_groups", array(object().optional("name", Types.NAME), MOST_ITEMS))
                            .optional("user_data", Types.USER_DATA)
                            .optionalSince(19, "description", Types.DESCRIPTION.orNull())
                            .optionalSince(52, "tags", array(Types.TAG, Types.MOST_TAGS))
                            .optionalSince(
                                    63,
                                    "trusted_image_certificates",
                                    array(Text.of(1, 255), 50).orNull())
                            .optionalSince(74, "host", Types.HOST)
                            .optionalSince(74, "hypervisor_hostname", Types.HOST)
                            .optionalSince(90, "hostname", Types.HOSTNAME))
            .optional("os:scheduler_hints", HINTS)
            .optional("OS-SCH-HNT:scheduler_hints", HINTS);

    static final Schema UPDATE = object().required(
                    "server",
                    object().optional("name", Types.NAME)
                            .optional(DiskConfigs.FIELD, Types.DISK_CONFIG)
                            .optional("accessIPv4", Types.IPV4.orNull())
                            .optional("accessIPv6", Types.IPV6.orNull())
                            .optionalSince(19, "description", Types.DESCRIPTION.orNull())
                            .optionalSince(90, "hostname", Types.HOSTNAME));

    static final Schema REBUILD = object().required(
                    "rebuild",
                    object().required("imageRef", Types.UUID)
                            .optional("name", Types.NAME)
                            .optional("adminPass", PASSWORD)
                            .optional("metadata", Types.METADATA)
                            .optional("preserve_ephemeral", Types.BOOLEAN)
                            .optional(DiskConfigs.FIELD, Types.DISK_CONFIG)
                            .optional("accessIPv4", Types.IPV4)
                            .optional("accessIPv6", Types.IPV6)
                            .optionalUntil(56, "personality", FILES)
                            .optionalSince(19, "description", Types.DESCRIPTION.orNull())
                            .optionalSince(54, "key_name", Types.NAME.orNull())
                            .optionalSince(57, "user_data", Types.USER_DATA.orNull())
                            .optionalSince(
                                    63,
                                    "trusted_image_certificates",
                                    array(Text.of(1, 255), 50).orNull())
                            .optionalSince(90, "hostname", Types.HOSTNAME));

    static final Schema RESIZE = object().required(
                    "resize",
                    object().required("flavorRef", Types.FLAVOR_REF).optional(DiskConfigs.FIELD, Types.DISK_CONFIG));

    static final Schema CREATE_IMAGE = object().required(
                    "createImage", object().required("name", Types.NAME).optional("metadata", Types.METADATA));

    static final Schema REBOOT = object().required(
                    "reboot", object().required("type", oneOf("HARD", "Hard", "hard", "SOFT", "Soft", "soft")));

    static final Schema LOCK = object().optional("lock", (field, value, minor) -> {
        if (minor >= 73) {
            object().optional("locked_reason", Text.of(1, 255)).check(field, value, minor);
        }
    });

    static final Schema RESET_STATE =
            object().required("os-resetState", object().required("state", oneOf("active", "error")));

    static final Schema CONSOLE_OUTPUT = object().required(
                    "os-getConsoleOutput", object().optional("length", new Whole(-1, Whole.MAX_INT).orNull()));

    static final Schema REMOTE_CONSOLE = object().required(
                    "remote_console",
                    object().required("protocol", oneOf("vnc", "spice", "rdp", "serial", "mks"))
                            .required(
                                    "type", oneOf("novnc", "xvpvnc", "spice-html5", "rdp-html5", "serial", "webmks")));

    static Schema oldConsole(String action, String... types) {
        return object().required(action, object().required("type", oneOf(types)));
    }

    static final Schema CHANGE_PASSWORD = object().required("changePassword", object().required("adminPass", PASSWORD));

    static final Schema METADATA = object().required("metadata", Types.METADATA);
    static final Schema ONE_METADATUM = object().required("meta", Lists.map(Types.METADATA_KEY, FREE));
    static final Schema TAGS = object().required("tags", array(Types.TAG, Types.MOST_TAGS));

    private ServerSchemas() {}

    /** An action that takes no arguments: whatever stands there is ignored, as in Nova. */
    static Schema bare(String action) {
        return object().optional(action, Schema.anything());
    }
}
