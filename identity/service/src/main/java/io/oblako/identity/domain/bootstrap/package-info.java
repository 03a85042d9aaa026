/** What a cloud has from its first second. */
@NullMarked
package io.oblako.identity.domain.bootstrap;

import org.jspecify.annotations.NullMarked;
