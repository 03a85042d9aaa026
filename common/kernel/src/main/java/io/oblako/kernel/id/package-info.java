@NullMarked
package io.oblako.kernel.id;

import org.jspecify.annotations.NullMarked;
