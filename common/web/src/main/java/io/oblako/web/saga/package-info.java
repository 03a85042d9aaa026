@NullMarked
package io.oblako.web.saga;

import org.jspecify.annotations.NullMarked;
