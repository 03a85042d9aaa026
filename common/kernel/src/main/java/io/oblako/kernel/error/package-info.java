@NullMarked
package io.oblako.kernel.error;

import org.jspecify.annotations.NullMarked;
