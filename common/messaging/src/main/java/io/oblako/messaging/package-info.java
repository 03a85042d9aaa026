@NullMarked
package io.oblako.messaging;

import org.jspecify.annotations.NullMarked;
