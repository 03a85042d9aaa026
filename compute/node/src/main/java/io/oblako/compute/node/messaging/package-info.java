@NullMarked
package io.oblako.compute.node.messaging;

import org.jspecify.annotations.NullMarked;
