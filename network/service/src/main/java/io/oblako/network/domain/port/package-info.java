/** Ports: addresses, pairs, DHCP options, binding, device owners. */
@NullMarked
package io.oblako.network.domain.port;

import org.jspecify.annotations.NullMarked;
