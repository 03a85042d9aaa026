package io.oblako.network.domain.network;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;

/** A route that DHCP hands to the hosts of a subnet. */
public record HostRoute(Cidr destination, Ip nextHop) {}
