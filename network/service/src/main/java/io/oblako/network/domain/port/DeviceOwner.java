package io.oblako.network.domain.port;

/** What kind of device a port belongs to. Whoever could choose it freely could pose as a router. */
public final class DeviceOwner {

    public static final String ROUTER_INTERFACE = "network:router_interface";

    public static final String ROUTER_GATEWAY = "network:router_gateway";

    public static final String FLOATING_IP = "network:floatingip";

    /** Of a port that a trunk carries. */
    public static final String SUB_PORT = "trunk:subport";

    private static final String TRUSTED = "network:";
    /** Ports with it go with their network: nobody made them by hand. */
    public static final String DHCP = "network:dhcp";

    public static final String DISTRIBUTED = "network:distributed";

    private DeviceOwner() {}

    /** Whether only the network service itself and operators may give it to a port, or take it away. */
    public static boolean trusted(String deviceOwner) {
        return deviceOwner.startsWith(TRUSTED);
    }

    /** Whether such a port is deleted by telling its device to let it go, never by itself. */
    public static boolean heldByDevice(String deviceOwner) {
        return trusted(deviceOwner) && !deviceOwner.equals(DHCP) && !deviceOwner.equals(DISTRIBUTED);
    }
}
