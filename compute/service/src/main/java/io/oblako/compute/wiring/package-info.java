/** Where domain objects get their collaborators. */
@NullMarked
package io.oblako.compute.wiring;

import org.jspecify.annotations.NullMarked;
