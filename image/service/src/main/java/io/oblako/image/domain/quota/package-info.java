/** How much a project may store. Plain Java. */
@NullMarked
package io.oblako.image.domain.quota;

import org.jspecify.annotations.NullMarked;
