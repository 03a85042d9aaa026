/** Servers over HTTP. */
@NullMarked
package io.oblako.compute.api.server;

import org.jspecify.annotations.NullMarked;
