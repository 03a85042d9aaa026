/** Remotes, limits, and what happens on one connection. */
@NullMarked
package io.oblako.network.ovsdb.wire;

import org.jspecify.annotations.NullMarked;
