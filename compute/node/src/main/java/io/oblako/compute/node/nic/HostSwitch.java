package io.oblako.compute.node.nic;

import io.oblako.compute.contracts.GuestSpec.Nic;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The switch of the host that guests are connected to. It stands for the machine, not for the daemon: what is connected is
 * found by looking. Thread-safe.
 */
public interface HostSwitch extends AutoCloseable {

    /** Of a host that has none: guests without interfaces run on it, others are refused. */
    HostSwitch NONE = new NoSwitch();

    /** Whether it does checksums and segmentation for guests; if not they do these themselves. */
    boolean offloads() throws IOException;

    /**
     * Connects the taps of these interfaces, which are there. Repeatable: what is connected stays as it is, what was
     * connected in part is completed.
     */
    void connect(UUID server, List<Nic> nics) throws IOException;

    /**
     * Returns once the network lets packets of these ports through.
     *
     * @throws IOException when that has not come within the time, naming a port
     */
    void awaitInstalled(Collection<UUID> ports, Duration most) throws IOException;

    /** Takes ports of the server out of the switch; those that are not in it are no error. */
    void disconnect(UUID server, Collection<UUID> ports) throws IOException;

    /** Takes all ports of the server out of the switch. */
    void disconnectAll(UUID server) throws IOException;

    /** Ports of the server that are connected. */
    Set<UUID> connected(UUID server);

    /** Ports of the server whose packets the network lets through. */
    Set<UUID> installed(UUID server);

    /** Whether any port of the server is connected, also in part. */
    boolean knows(UUID server);

    /** Servers of which ports are connected, also in part. */
    Set<UUID> servers();

    /**
     * Puts back what a switch that began anew has lost of this host's own: that guests are no routers, and how many
     * connections they may have. To be called from time to time; what fails is said in the log and tried again the next
     * time.
     */
    void heal();

    /**
     * Connects a device as the metadata port of a network; one of that network that was there before is taken out.
     *
     * @param device name of it, in the network namespace of the switch
     */
    void connectMetadata(UUID network, String device) throws IOException;

    /** Takes the metadata port of a network out of the switch; none is no error. */
    void disconnectMetadata(UUID network) throws IOException;

    /** Networks of which the metadata port is connected. */
    Set<UUID> metadataNetworks();

    @Override
    void close();
}
