@NullMarked
package io.oblako.compute.node.qemu;

import org.jspecify.annotations.NullMarked;
