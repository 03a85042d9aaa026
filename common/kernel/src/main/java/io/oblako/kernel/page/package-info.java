@NullMarked
package io.oblako.kernel.page;

import org.jspecify.annotations.NullMarked;
