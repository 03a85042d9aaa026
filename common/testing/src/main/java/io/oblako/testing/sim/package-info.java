@NullMarked
package io.oblako.testing.sim;

import org.jspecify.annotations.NullMarked;
