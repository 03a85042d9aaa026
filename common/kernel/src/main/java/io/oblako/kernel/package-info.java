@NullMarked
package io.oblako.kernel;

import org.jspecify.annotations.NullMarked;
