/** Rows and repositories of the domain in PostgreSQL. */
@NullMarked
package io.oblako.compute.persistence;

import org.jspecify.annotations.NullMarked;
