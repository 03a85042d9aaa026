/** Security groups and their rules; address groups. */
@NullMarked
package io.oblako.network.domain.security;

import org.jspecify.annotations.NullMarked;
