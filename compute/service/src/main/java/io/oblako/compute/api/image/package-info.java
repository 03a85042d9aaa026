/** Nova's old view of images, for clients below microversion 2.36. */
@NullMarked
package io.oblako.compute.api.image;

import org.jspecify.annotations.NullMarked;
