/** Stores of bytes on this machine. */
@NullMarked
package io.oblako.image.store;

import org.jspecify.annotations.NullMarked;
