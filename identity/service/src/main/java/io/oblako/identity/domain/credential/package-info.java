/** Application credentials and their access rules. */
@NullMarked
package io.oblako.identity.domain.credential;

import org.jspecify.annotations.NullMarked;
