/** Rows of the image schema and the classes that keep images in PostgreSQL. */
@NullMarked
package io.oblako.image.persistence;

import org.jspecify.annotations.NullMarked;
