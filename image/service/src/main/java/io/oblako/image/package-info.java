@NullMarked
package io.oblako.image;

import org.jspecify.annotations.NullMarked;
