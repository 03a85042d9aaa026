/** Neutron v2.0: attribute tables, resources, faults. */
@NullMarked
package io.oblako.network.api;

import org.jspecify.annotations.NullMarked;
