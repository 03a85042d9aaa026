@NullMarked
package io.oblako.testing.saga;

import org.jspecify.annotations.NullMarked;
