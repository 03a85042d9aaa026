package io.oblako.network.domain.network;

import java.util.Locale;

/** How hosts of an IPv6 subnet come to their addresses, and how routers advertise it. */
public enum Ipv6Mode {
    SLAAC,
    DHCPV6_STATEFUL,
    DHCPV6_STATELESS;

    /** Neutron's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Ipv6Mode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
