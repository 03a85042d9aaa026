@NullMarked
package io.oblako.compute.node.disk;

import org.jspecify.annotations.NullMarked;
