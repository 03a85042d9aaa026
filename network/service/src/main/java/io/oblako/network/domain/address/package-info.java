/** IP addresses, prefixes, ranges and MAC addresses. */
@NullMarked
package io.oblako.network.domain.address;

import org.jspecify.annotations.NullMarked;
