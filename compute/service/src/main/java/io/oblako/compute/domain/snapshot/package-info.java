/** Images made of servers. */
@NullMarked
package io.oblako.compute.domain.snapshot;

import org.jspecify.annotations.NullMarked;
