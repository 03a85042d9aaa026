/** Configuration and the construction of the domain's objects. */
@NullMarked
package io.oblako.identity.wiring;

import org.jspecify.annotations.NullMarked;
