@NullMarked
package io.oblako.e2e;

import org.jspecify.annotations.NullMarked;
