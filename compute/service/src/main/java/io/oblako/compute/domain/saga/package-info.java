/** The work that outlives a request, one file per saga; Sagas of compute are listed in ComputeSagas. */
@NullMarked
package io.oblako.compute.domain.saga;

import org.jspecify.annotations.NullMarked;
