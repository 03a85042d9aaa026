/** A guest that boots in no time, what hands its image out, ends of guests' cables: for tests with real hosts. */
@NullMarked
package io.oblako.testing.guest;

import org.jspecify.annotations.NullMarked;
