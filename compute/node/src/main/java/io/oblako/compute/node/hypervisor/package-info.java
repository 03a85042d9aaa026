@NullMarked
package io.oblako.compute.node.hypervisor;

import org.jspecify.annotations.NullMarked;
