/** Who may see and change what, beyond the role that an operation needs. */
@NullMarked
package io.oblako.identity.domain.access;

import org.jspecify.annotations.NullMarked;
