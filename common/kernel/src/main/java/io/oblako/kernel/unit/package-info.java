@NullMarked
package io.oblako.kernel.unit;

import org.jspecify.annotations.NullMarked;
