/** Facts about images out, orders of other services in. */
@NullMarked
package io.oblako.image.messaging;

import org.jspecify.annotations.NullMarked;
