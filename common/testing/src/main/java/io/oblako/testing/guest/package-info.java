/** A guest that boots in no time, and what hands its image out: for tests with a real node daemon. */
@NullMarked
package io.oblako.testing.guest;

import org.jspecify.annotations.NullMarked;
