package io.oblako.compute.api.host;

import io.oblako.compute.api.view.JsonOut;
import io.oblako.compute.domain.node.Host;
import io.oblako.compute.domain.server.Server;
import io.oblako.kernel.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How hypervisors look: UUIDs since 2.53, without inventories and with uptime since 2.88. Sizes are physical; used is
 * what is claimed, plus nothing hidden.
 */
record HypervisorView(int minor) {

    private static final int CPU_AS_OBJECT = 28;
    private static final int UUIDS = 53;
    private static final int SERVERS_ALWAYS = 75;
    private static final int WITHOUT_INVENTORY = 88;

    void brief(JsonOut out, Host host) {
        if (minor >= UUIDS) {
            out.text("id", host.hypervisorId().toString());
        } else {
            out.number("id", host.number());
        }
        out.text("hypervisor_hostname", host.name())
                .text("state", host.up() && !host.forcedDown() ? "up" : "down")
                .text("status", ServicesResource.status(host));
    }

    void full(JsonOut out, Host host) {
        brief(out, host);
        Host.Facts facts = host.facts();
        out.text("hypervisor_type", facts.hypervisorType())
                .number("hypervisor_version", facts.hypervisorVersion())
                .text("host_ip", facts.hostIp())
                .object("service", service -> service(service, host));
        if (minor >= WITHOUT_INVENTORY) {
            out.text("uptime", uptime(host));
            return;
        }
        Host.Allocated used = host.allocated();
        out.number("vcpus", facts.vcpus())
                .number("memory_mb", facts.ramMib())
                .number("local_gb", facts.diskGib())
                .number("vcpus_used", used.vcpus())
                .number("memory_mb_used", used.ramMib())
                .number("local_gb_used", used.diskGib())
                .number("free_ram_mb", (long) facts.ramMib() - used.ramMib())
                .number("free_disk_gb", (long) facts.diskGib() - used.diskGib())
                .number("current_workload", 0)
                .number("running_vms", used.servers())
                .number("disk_available_least", facts.freeDiskGib());
        if (minor >= CPU_AS_OBJECT) {
            out.value("cpu_info", facts.cpuInfo());
        } else {
            out.text("cpu_info", Json.text(facts.cpuInfo()));
        }
    }

    private void service(JsonOut out, Host host) {
        if (minor >= UUIDS) {
            out.text("id", host.serviceId().toString());
        } else {
            out.number("id", host.number());
        }
        out.text("host", host.name()).text("disabled_reason", host.disabledReason());
    }

    /** @param servers absent when they were not asked for */
    void servers(JsonOut out, @Nullable List<Server> servers) {
        if (servers == null || (servers.isEmpty() && minor < SERVERS_ALWAYS)) {
            return;
        }
        out.objects(
                "servers",
                servers,
                (server, each) ->
                        server.text("name", each.name()).text("uuid", each.id().toString()));
    }

    /** In the form of uptime(1), which clients parse. */
    static String uptime(Host host) {
        long seconds = host.facts().uptimeSeconds();
        double load = host.facts().loadAverage();
        return " up %d days, %2d:%02d,  0 users,  load average: %.2f, %.2f, %.2f"
                .formatted(seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, load, load, load);
    }
}
