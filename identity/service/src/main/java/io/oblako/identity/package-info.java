@NullMarked
package io.oblako.identity;

import org.jspecify.annotations.NullMarked;
