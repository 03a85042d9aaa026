/** The rules of identity, without framework. */
@NullMarked
package io.oblako.identity.domain;

import org.jspecify.annotations.NullMarked;
