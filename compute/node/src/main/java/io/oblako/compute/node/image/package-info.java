@NullMarked
package io.oblako.compute.node.image;

import org.jspecify.annotations.NullMarked;
