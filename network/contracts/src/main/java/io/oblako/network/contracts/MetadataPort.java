package io.oblako.network.contracts;

import java.util.UUID;

/**
 * The port of each network behind which guests are answered who they are. It is in the network on every host that takes it
 * up, and what is sent to it never leaves the host.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/ovn-nb.5.html">ovn-nb(5), localport</a>
 */
public final class MetadataPort {

    /** Where guests ask: on every network, without a router. */
    public static final String ADDRESS = "169.254.169.254";

    /** The same for guests that speak IPv6 alone. */
    public static final String ADDRESS_V6 = "fe80::a9fe:a9fe";

    private MetadataPort() {}

    /** The port's name in OVN, by which a host takes it up. */
    public static String name(UUID network) {
        return "metadata-" + network;
    }

    /** What it and DHCP answer by: locally administered, outside of what ports are given, unique on the network. */
    public static String mac(UUID network) {
        long bits = network.getLeastSignificantBits();
        return "0e:6f:62:%02x:%02x:%02x".formatted((bits >> 16) & 255, (bits >> 8) & 255, bits & 255);
    }
}
