/** Projects: whether there is one, as identity tells. */
@NullMarked
package io.oblako.compute.domain.project;

import org.jspecify.annotations.NullMarked;
