/** Roles, what they imply, and who holds them where. */
@NullMarked
package io.oblako.identity.domain.role;

import org.jspecify.annotations.NullMarked;
