@NullMarked
package io.oblako.compute.node.lease;

import org.jspecify.annotations.NullMarked;
