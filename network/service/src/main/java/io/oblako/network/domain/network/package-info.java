/** Networks, subnets, subnet pools, and which address is free. */
@NullMarked
package io.oblako.network.domain.network;

import org.jspecify.annotations.NullMarked;
