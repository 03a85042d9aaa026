@NullMarked
package io.oblako.compute;

import org.jspecify.annotations.NullMarked;
