package io.oblako.network.domain.port;

/**
 * An option that DHCP hands to the port besides those of its subnet.
 *
 * @param name one of the names that OVN knows, or a number
 * @param value printable, on one line
 * @param version 4 or 6
 */
public record DhcpOption(String name, String value, int version) {}
