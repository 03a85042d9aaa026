/** What is shared with whom. */
@NullMarked
package io.oblako.network.domain.share;

import org.jspecify.annotations.NullMarked;
