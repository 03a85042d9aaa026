@NullMarked
package io.oblako.compute.node.qmp;

import org.jspecify.annotations.NullMarked;
