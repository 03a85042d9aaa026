/** How many of each kind a project may have. */
@NullMarked
package io.oblako.network.domain.quota;

import org.jspecify.annotations.NullMarked;
