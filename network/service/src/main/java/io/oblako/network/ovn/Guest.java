package io.oblako.network.ovn;

import java.time.Duration;

/**
 * What guests are told beside their addresses.
 *
 * @param domain under which the names of ports are found, without a dot at its end
 * @param lease of an address by DHCP
 */
public record Guest(String domain, Duration lease) {}
