@NullMarked
package io.oblako.compute.node.snapshot;

import org.jspecify.annotations.NullMarked;
