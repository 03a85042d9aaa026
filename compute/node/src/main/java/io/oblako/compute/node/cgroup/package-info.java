/** Control groups: what each guest may take of its host. */
@NullMarked
package io.oblako.compute.node.cgroup;

import org.jspecify.annotations.NullMarked;
