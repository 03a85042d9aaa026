@NullMarked
package io.oblako.compute.node.process;

import org.jspecify.annotations.NullMarked;
