@NullMarked
package io.oblako.kernel.token;

import org.jspecify.annotations.NullMarked;
