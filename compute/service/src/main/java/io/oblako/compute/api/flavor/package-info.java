/** Flavors over HTTP. */
@NullMarked
package io.oblako.compute.api.flavor;

import org.jspecify.annotations.NullMarked;
