/** Calls of the kernel that Java does not offer, by the foreign function interface. */
@NullMarked
package io.oblako.compute.node.linux;

import org.jspecify.annotations.NullMarked;
