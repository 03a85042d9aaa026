/** Images as compute knows them from the facts of the image service. */
@NullMarked
package io.oblako.compute.domain.image;

import org.jspecify.annotations.NullMarked;
