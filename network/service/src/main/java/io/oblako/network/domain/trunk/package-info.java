/** Trunks: ports that carry other ports under VLAN tags. */
@NullMarked
package io.oblako.network.domain.trunk;

import org.jspecify.annotations.NullMarked;
