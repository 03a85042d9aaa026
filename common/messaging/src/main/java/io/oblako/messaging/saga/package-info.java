@NullMarked
package io.oblako.messaging.saga;

import org.jspecify.annotations.NullMarked;
