@NullMarked
package io.oblako.kernel.json;

import org.jspecify.annotations.NullMarked;
