/** Bytes of an image on their way in: received, inspected, stored, digested. Plain Java. */
@NullMarked
package io.oblako.image.domain.upload;

import org.jspecify.annotations.NullMarked;
