/** Servers: what they are, what may be done to them, and the use cases that do it. */
@NullMarked
package io.oblako.compute.domain.server;

import org.jspecify.annotations.NullMarked;
