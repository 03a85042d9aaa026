@NullMarked
package io.oblako.image.contracts;

import org.jspecify.annotations.NullMarked;
