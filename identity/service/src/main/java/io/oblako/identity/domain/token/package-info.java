/** Logging in, tokens, their keys and what takes them back. */
@NullMarked
package io.oblako.identity.domain.token;

import org.jspecify.annotations.NullMarked;
