@NullMarked
package io.oblako.compute.node;

import org.jspecify.annotations.NullMarked;
