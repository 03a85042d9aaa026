/** The compute API of OpenStack (Nova v2.1) in HTTP: resources, and what they share. */
@NullMarked
package io.oblako.compute.api;

import org.jspecify.annotations.NullMarked;
