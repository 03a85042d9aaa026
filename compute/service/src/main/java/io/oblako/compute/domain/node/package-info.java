/** Hosts: what they have, whether they live, and their leases. */
@NullMarked
package io.oblako.compute.domain.node;

import org.jspecify.annotations.NullMarked;
