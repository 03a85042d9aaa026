/** Policies about the quality of service of ports, networks and floating IPs. */
@NullMarked
package io.oblako.network.domain.qos;

import org.jspecify.annotations.NullMarked;
