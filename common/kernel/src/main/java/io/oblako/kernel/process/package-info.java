@NullMarked
package io.oblako.kernel.process;

import org.jspecify.annotations.NullMarked;
