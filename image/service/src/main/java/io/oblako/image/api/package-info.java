/** Glance v2: resources, views, and how requests and faults are spelled. */
@NullMarked
package io.oblako.image.api;

import org.jspecify.annotations.NullMarked;
