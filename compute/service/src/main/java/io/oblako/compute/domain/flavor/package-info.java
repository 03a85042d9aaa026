/** Flavors: the sizes servers come in, who may see them and what they ask of a host. */
@NullMarked
package io.oblako.compute.domain.flavor;

import org.jspecify.annotations.NullMarked;
