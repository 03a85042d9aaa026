package io.oblako.network.domain.router;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Ip;

/** A route of a router besides those to its subnets and the one to its gateway. */
public record ExtraRoute(Cidr destination, Ip nextHop) {}
