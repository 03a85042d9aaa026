@NullMarked
package io.oblako.web.wiring;

import org.jspecify.annotations.NullMarked;
