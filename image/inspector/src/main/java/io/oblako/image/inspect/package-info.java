@NullMarked
package io.oblako.image.inspect;

import org.jspecify.annotations.NullMarked;
