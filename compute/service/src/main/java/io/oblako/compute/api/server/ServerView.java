package io.oblako.compute.api.server;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.api.view.Links;
import io.oblako.compute.api.view.Stamps;
import io.oblako.compute.domain.flavor.Flavor;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.server.Fault;
import io.oblako.compute.domain.server.Server;
import io.oblako.compute.domain.server.ServerLock;
import io.oblako.compute.domain.server.ServerStatus;
import io.oblako.compute.domain.server.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How servers look, by microversion and reader. One instance serves one answer; nothing is looked up per server.
 *
 * @param minor the microversion is 2.minor
 * @param admin whether the reader is an operator, who also sees hosts and details of faults
 * @param hosts by name, for operators; empty otherwise
 * @param addresses where servers are to be reached
 * @see <a href="https://docs.openstack.org/api-ref/compute/#show-server-details">Compute API: show server details</a>
 */
record ServerView(Links links, int minor, boolean admin, Map<String, Host> hosts, ServerAddresses addresses) {

    private static final Set<String> WITH_PROGRESS =
            Set.of("ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING");
    private static final Set<String> WITH_FAULT = Set.of("ERROR", "DELETED");

    /** Which answer it is: those to PUT and to rebuild leave much out below microversion 2.75. */
    enum Extent {
        LIST,
        SHOW,
        UPDATED,
        REBUILT;

        boolean whole(int minor) {
            return this == LIST || this == SHOW || minor >= 75;
        }
    }

    void brief(JsonOut out, Server server) {
        String id = server.id().toString();
        out.text("id", id).text("name", server.name());
        links.both(out, "servers", id);
    }

    void full(JsonOut out, Server server, Extent extent) {
        boolean whole = extent.whole(minor);
        basics(out, server, whole);
        if (whole) {
            placementAndKey(out, server);
            extended(out, server, extent);
            states(out, server);
            groups(out, server);
            out.objects("os-extended-volumes:volumes_attached", List.of(), (volume, none) -> {});
        }
        since(out, server, extent, whole);
    }

    private void basics(JsonOut out, Server server, boolean whole) {
        String id = server.id().toString();
        Server.Details details = server.details();
        String status = ServerStatus.of(server.vm(), server.state().task());
        out.text("id", id)
                .text("name", details.name())
                .text("status", status)
                .text("tenant_id", server.project().value())
                .text("user_id", server.user().value())
                .map("metadata", details.metadata())
                .text("hostId", HostIds.of(server.project(), server.placement().node()))
                .object("image", image -> image(image, server))
                .object("flavor", flavor -> flavor(flavor, server.flavor()))
                .text("created", Stamps.seconds(server.times().created()))
                .text("updated", Stamps.seconds(server.times().updated()))
                .object("addresses", networks -> addresses.write(networks, server, whole))
                .text("accessIPv4", orEmpty(details.accessIpV4()))
                .text("accessIPv6", orEmpty(details.accessIpV6()))
                .text(DiskConfigs.FIELD, DiskConfigs.word(details.diskAuto()));
        links.both(out, "servers", id);
        if (WITH_PROGRESS.contains(status)) {
            out.number("progress", server.state().progress());
        }
        Fault fault = server.state().fault();
        if (fault != null && WITH_FAULT.contains(status)) {
            out.object("fault", shown -> fault(shown, fault));
        }
    }

    private void image(JsonOut out, Server server) {
        String id = server.machine().image().id().toString();
        out.text("id", id);
        links.bookmark(out, "images", id);
    }

    private void flavor(JsonOut out, Flavor flavor) {
        if (minor < 47) {
            out.text("id", flavor.id());
            links.bookmark(out, "flavors", flavor.id());
            return;
        }
        out.number("vcpus", flavor.vcpus())
                .number("ram", flavor.ramMib())
                .number("disk", flavor.diskGib())
                .number("ephemeral", flavor.ephemeralGib())
                .number("swap", flavor.swapMib())
                .text("original_name", flavor.name())
                .map("extra_specs", flavor.extraSpecs());
    }

    private void fault(JsonOut out, Fault fault) {
        out.number("code", fault.status())
                .text("created", Stamps.seconds(fault.created()))
                .text("message", fault.message());
        String details = fault.details();
        if (admin && details != null) {
            out.text("details", details);
        }
    }

    private static void placementAndKey(JsonOut out, Server server) {
        Server.Placement placement = server.placement();
        String zone = placement.zone() == null ? placement.requestedZone() : placement.zone();
        out.text("OS-EXT-AZ:availability_zone", orEmpty(zone))
                .text("config_drive", server.machine().configDrive() ? "True" : "")
                .text("key_name", server.machine().keyName())
                .text(
                        "OS-SRV-USG:launched_at",
                        Stamps.microsOrNull(server.times().launched()))
                .text(
                        "OS-SRV-USG:terminated_at",
                        Stamps.microsOrNull(server.times().deleted()));
    }

    /** What only operators see, but the host name, which all see since 2.90. */
    private void extended(JsonOut out, Server server, Extent extent) {
        if (!admin) {
            if (minor >= 90) {
                out.text("OS-EXT-SRV-ATTR:hostname", server.details().hostname());
            }
            return;
        }
        String node = server.placement().node();
        out.text("OS-EXT-SRV-ATTR:host", node)
                .text("OS-EXT-SRV-ATTR:hypervisor_hostname", node)
                .text(
                        "OS-EXT-SRV-ATTR:instance_name",
                        "instance-" + server.id().toString().substring(0, 8));
        if (minor >= 3) {
            out.text("OS-EXT-SRV-ATTR:hostname", server.details().hostname())
                    .text("OS-EXT-SRV-ATTR:kernel_id", "")
                    .text("OS-EXT-SRV-ATTR:ramdisk_id", "")
                    .number("OS-EXT-SRV-ATTR:launch_index", server.machine().launchIndex())
                    .text("OS-EXT-SRV-ATTR:reservation_id", server.machine().reservationId())
                    .text("OS-EXT-SRV-ATTR:root_device_name", "/dev/vda");
            if (extent != Extent.REBUILT) {
                // Sealed for the guest's node: nobody reads it back here.
                out.nothing("OS-EXT-SRV-ATTR:user_data");
            }
        }
        if (minor >= 16) {
            out.text("host_status", hostStatus(node));
        }
    }

    private String hostStatus(@Nullable String node) {
        Host host = node == null ? null : hosts.get(node);
        if (host == null) {
            return node == null ? "" : "UNKNOWN";
        }
        if (host.forcedDown() || !host.up()) {
            return "DOWN";
        }
        return host.disabled() ? "MAINTENANCE" : "UP";
    }

    private static void states(JsonOut out, Server server) {
        TaskState task = server.state().task();
        out.text("OS-EXT-STS:task_state", task == null ? null : task.word())
                .text("OS-EXT-STS:vm_state", server.vm().word())
                .number("OS-EXT-STS:power_state", server.state().power().number());
    }

    /** Like Nova, nothing for a server without any. */
    private void groups(JsonOut out, Server server) {
        Set<String> names = addresses.groupNames(server);
        if (!names.isEmpty()) {
            out.objects("security_groups", names, (group, name) -> group.text("name", name));
        }
    }

    private void since(JsonOut out, Server server, Extent extent, boolean whole) {
        ServerLock lock = server.state().lock();
        if (minor >= 9) {
            out.bool("locked", lock != null);
        }
        if (minor >= 19) {
            out.text("description", server.details().description());
        }
        if (minor >= 26) {
            out.texts("tags", new TreeSet<>(server.details().tags()));
        }
        if (minor >= 63) {
            out.nothing("trusted_image_certificates");
        }
        if (minor >= 71 && extent != Extent.LIST) {
            out.texts("server_groups", List.of());
        }
        if (minor >= 73) {
            out.text("locked_reason", lock == null ? null : lock.reason());
        }
        if (extent == Extent.REBUILT && minor >= 54 && !whole) {
            out.text("key_name", server.machine().keyName());
        }
        if (extent == Extent.REBUILT && minor >= 57) {
            out.nothing("user_data");
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
