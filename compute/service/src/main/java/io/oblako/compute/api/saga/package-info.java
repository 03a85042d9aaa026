/** Sagas over HTTP, for operators. */
@NullMarked
package io.oblako.compute.api.saga;

import org.jspecify.annotations.NullMarked;
