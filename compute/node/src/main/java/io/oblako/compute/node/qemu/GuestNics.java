package io.oblako.compute.node.qemu;

import io.oblako.compute.contracts.GuestSpec;
import io.oblako.compute.contracts.GuestSpec.Nic;
import io.oblako.compute.contracts.NodeDesired;
import io.oblako.compute.node.hypervisor.ActualGuest.Machine;
import io.oblako.compute.node.hypervisor.GuestFailure;
import io.oblako.compute.node.hypervisor.Progress;
import io.oblako.compute.node.nic.HostSwitch;
import io.oblako.compute.node.nic.Tap;
import io.oblako.compute.node.qemu.GuestFolder.Vm;
import io.oblako.compute.node.qmp.QmpDescriptors;
import io.oblako.compute.node.qmp.QmpRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The interfaces of guests that have a process. An interface is a tap that QEMU holds, a row in the host's switch, and a
 * device of the guest; each is looked for and made when it is missing, so that an attempt that was cut short is simply
 * repeated.
 */
final class GuestNics {

    private static final Logger LOG = Logger.getLogger(GuestNics.class);
    /** OVN needs some 50 ms; a host that has just started, longer. */
    private static final Duration INSTALLED = Duration.ofSeconds(20);
    /** How long a guest may take to let go of a device. */
    private static final Duration LET_GO = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(50);
    private static final String DEVICE = "nic-";
    private static final String BACKEND = "net-";

    private final HostSwitch host;
    private final GuestConnections connections;
    private final Path sockets;

    /** @param sockets another name of the folder of all guests, short enough for sockets */
    GuestNics(HostSwitch host, GuestConnections connections, Path sockets) {
        this.host = host;
        this.connections = connections;
        this.sockets = sockets;
    }

    /**
     * Ports of which a living guest has something.
     *
     * @param whole device and connection are there, and before its first order the flows as well
     * @param partial all others
     */
    record Found(Set<UUID> whole, Set<UUID> partial) {
        static final Found NOTHING = new Found(Set.of(), Set.of());
    }

    /** Nothing when the guest does not say. */
    Found of(UUID server, Machine machine) {
        // Known here, so that a guest without interfaces is not asked at all.
        if (machine == Machine.SILENT || !host.knows(server)) {
            return Found.NOTHING;
        }
        try {
            Set<UUID> connected = host.connected(server);
            Set<UUID> devices = devices(connections.get(server));
            Set<UUID> whole = new HashSet<>(machine == Machine.READY ? host.installed(server) : connected);
            whole.retainAll(devices);
            Set<UUID> partial = new HashSet<>(devices);
            partial.addAll(connected);
            partial.removeAll(whole);
            return new Found(whole, partial);
        } catch (IOException e) {
            LOG.debugf(e, "The interfaces of guest %s are unknown just now", server);
            return Found.NOTHING;
        }
    }

    private static Set<UUID> devices(LiveGuest guest) throws IOException {
        Set<UUID> ports = new HashSet<>();
        for (String device : guest.devices()) {
            if (device.startsWith(DEVICE)) {
                ports.add(UUID.fromString(device.substring(DEVICE.length())));
            }
        }
        return ports;
    }

    /** @param vm what was fixed when the guest came to this host */
    void plug(NodeDesired.Guest order, @Nullable Vm vm, Progress progress) throws IOException {
        UUID server = order.server();
        List<Nic> wanted = order.spec().nics();
        Path run = sockets.resolve(server.toString()).resolve("run");
        boolean slots = vm != null && QemuArguments.hasSlots(vm.machineType());
        Set<UUID> there = devices(connections.get(server));
        for (Nic nic : wanted) {
            if (!there.contains(nic.port())) {
                add(nic, run, slots);
            }
        }
        host.connect(server, wanted);
        progress.mark("plugged");
        try {
            host.awaitInstalled(wanted.stream().map(Nic::port).toList(), INSTALLED);
        } catch (IOException e) {
            throw GuestFailure.passing("NETWORK_NOT_READY", "The network has not taken up an interface in time", e);
        }
        progress.mark("network");
    }

    private void add(Nic nic, Path run, boolean slots) throws IOException {
        String backend = BACKEND + nic.port();
        boolean offloads = host.offloads();
        try (QmpDescriptors monitor = QmpDescriptors.connect(run.resolve("nics.sock"), LiveGuest.QUICK)) {
            // What an attempt left that was cut short: it holds the tap.
            forget(monitor, backend);
            try (Tap tap = Tap.open(nic.port(), nic.mtu(), offloads)) {
                monitor.hand(backend, tap.descriptor());
                monitor.execute("netdev_add", Map.of("type", "tap", "id", backend, "fd", backend));
            }
            device(monitor, nic, offloads, slots);
        }
    }

    private static void device(QmpDescriptors monitor, Nic nic, boolean offloads, boolean slots) throws IOException {
        Map<String, Object> device = new LinkedHashMap<>(Map.of(
                "driver",
                "virtio-net-pci",
                "id",
                DEVICE + nic.port(),
                "netdev",
                BACKEND + nic.port(),
                "mac",
                nic.mac(),
                "host_mtu",
                nic.mtu(),
                "romfile",
                ""));
        if (!offloads) {
            // The userspace datapath computes no checksum that a guest leaves out.
            for (String left : List.of(
                    "csum",
                    "gso",
                    "guest_csum",
                    "guest_tso4",
                    "guest_tso6",
                    "guest_ecn",
                    "guest_ufo",
                    "host_tso4",
                    "host_tso6",
                    "host_ecn",
                    "host_ufo")) {
                device.put(left, false);
            }
        }
        if (!slots) {
            monitor.execute("device_add", device);
            return;
        }
        // QEMU takes others beside it on the same slot, but guests look at this place only.
        device.put("addr", "0x0");
        for (int slot = 0; slot < GuestSpec.MAX_NICS; slot++) {
            device.put("bus", QemuArguments.slot(slot));
            try {
                monitor.execute("device_add", device);
                return;
            } catch (QmpRefused e) {
                LOG.debugf("Slot %d does not take port %s: %s", slot, nic.port(), e.getMessage());
                if (slot == GuestSpec.MAX_NICS - 1) {
                    forget(monitor, BACKEND + nic.port());
                    throw GuestFailure.permanent(
                            "NO_SLOT",
                            "The server has no room for another interface: stop and start it, or take one away",
                            e.toString());
                }
            }
        }
    }

    private static void forget(QmpDescriptors monitor, String backend) throws IOException {
        try {
            monitor.execute("netdev_del", Map.of("id", backend));
        } catch (QmpRefused e) {
            LOG.debugf("No %s to remove: %s", backend, e.getMessage());
        }
    }

    void unplug(UUID server, Set<UUID> ports, Progress progress) throws IOException {
        LiveGuest guest = connections.get(server);
        Set<UUID> left = devices(guest);
        left.retainAll(ports);
        for (UUID port : left) {
            guest.command("device_del", Map.of("id", DEVICE + port));
        }
        long deadline = System.nanoTime() + LET_GO.toNanos();
        while (!left.isEmpty()) {
            progress.checkpoint();
            if (System.nanoTime() - deadline > 0) {
                throw GuestFailure.passing("NIC_IN_USE", "The server does not let go of the interface");
            }
            LiveGuest.sleep(POLL);
            left = devices(guest);
            left.retainAll(ports);
        }
        for (UUID port : ports) {
            guest.tryCommand("netdev_del", Map.of("id", BACKEND + port));
        }
        host.disconnect(server, ports);
    }

    /** After the process has gone. What cannot be done now harms nobody and is done before the guest is gone for good. */
    void forget(UUID server) {
        try {
            host.disconnectAll(server);
        } catch (IOException e) {
            LOG.warnf("Ports of server %s stay in the switch for now: %s", server, e.getMessage());
        }
    }

    /** @throws IOException when something is left */
    void removeAll(UUID server) throws IOException {
        host.disconnectAll(server);
    }

    boolean anythingLeft(UUID server) {
        return host.knows(server);
    }

    /** Servers of which something is left in the switch. */
    Set<UUID> servers() {
        return host.servers();
    }
}
