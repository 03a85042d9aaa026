@NullMarked
package io.oblako.compute.node.reconcile;

import org.jspecify.annotations.NullMarked;
