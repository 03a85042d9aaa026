/** Conversions of images to the form that disks are cloned from, done by the hosts and followed here. */
@NullMarked
package io.oblako.image.domain.conversion;

import org.jspecify.annotations.NullMarked;
