/** How interfaces of guests are connected to the host's switch. */
@NullMarked
package io.oblako.compute.node.nic;

import org.jspecify.annotations.NullMarked;
