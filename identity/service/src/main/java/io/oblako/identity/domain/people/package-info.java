/** Users and groups. */
@NullMarked
package io.oblako.identity.domain.people;

import org.jspecify.annotations.NullMarked;
