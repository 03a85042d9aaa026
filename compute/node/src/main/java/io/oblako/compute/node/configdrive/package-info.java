@NullMarked
package io.oblako.compute.node.configdrive;

import org.jspecify.annotations.NullMarked;
