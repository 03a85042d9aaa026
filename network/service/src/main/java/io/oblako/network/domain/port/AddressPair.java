package io.oblako.network.domain.port;

import io.oblako.network.domain.address.Cidr;
import io.oblako.network.domain.address.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Source addresses that a port may use besides its own.
 *
 * @param mac absent for the port's own
 */
public record AddressPair(Cidr address, @Nullable Mac mac) {}
