@NullMarked
package io.oblako.kernel.tx;

import org.jspecify.annotations.NullMarked;
