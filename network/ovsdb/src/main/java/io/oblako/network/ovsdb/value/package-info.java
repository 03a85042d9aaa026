/** Values of OVSDB as immutable Java, and how they are spelled in JSON. */
@NullMarked
package io.oblako.network.ovsdb.value;

import org.jspecify.annotations.NullMarked;
