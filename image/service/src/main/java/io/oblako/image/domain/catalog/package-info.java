/** What an image is, who may see it, and every change it can go through. Plain Java. */
@NullMarked
package io.oblako.image.domain.catalog;

import org.jspecify.annotations.NullMarked;
