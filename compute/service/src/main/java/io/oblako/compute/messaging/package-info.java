/** Consumers, projections and publishers of compute. */
@NullMarked
package io.oblako.compute.messaging;

import org.jspecify.annotations.NullMarked;
