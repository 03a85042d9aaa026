@NullMarked
package io.oblako.web.tx;

import org.jspecify.annotations.NullMarked;
