/** Proves after a fault that the cloud is whole: the invariants of the design, over a snapshot of what is. */
@NullMarked
package io.oblako.testing.check;

import org.jspecify.annotations.NullMarked;
