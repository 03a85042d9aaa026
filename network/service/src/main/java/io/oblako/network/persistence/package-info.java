/** Tables of the network schema: one description per kind, statements made from it. */
@NullMarked
package io.oblako.network.persistence;

import org.jspecify.annotations.NullMarked;
