@NullMarked
package io.oblako.testing;

import org.jspecify.annotations.NullMarked;
