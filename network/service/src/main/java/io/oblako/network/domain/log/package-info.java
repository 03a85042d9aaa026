/** Logs of the packets that security groups let through or drop. */
@NullMarked
package io.oblako.network.domain.log;

import org.jspecify.annotations.NullMarked;
