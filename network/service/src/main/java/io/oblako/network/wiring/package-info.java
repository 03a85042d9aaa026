/** Configuration and the CDI producers of domain objects. */
@NullMarked
package io.oblako.network.wiring;

import org.jspecify.annotations.NullMarked;
