@NullMarked
package io.oblako.compute.node.simulated;

import org.jspecify.annotations.NullMarked;
