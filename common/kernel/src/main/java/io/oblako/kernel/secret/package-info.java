@NullMarked
package io.oblako.kernel.secret;

import org.jspecify.annotations.NullMarked;
