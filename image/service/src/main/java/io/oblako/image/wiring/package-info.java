/** Configuration and the CDI producers of domain objects. */
@NullMarked
package io.oblako.image.wiring;

import org.jspecify.annotations.NullMarked;
