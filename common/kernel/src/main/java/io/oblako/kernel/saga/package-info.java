@NullMarked
package io.oblako.kernel.saga;

import org.jspecify.annotations.NullMarked;
