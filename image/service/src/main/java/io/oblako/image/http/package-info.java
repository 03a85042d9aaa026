/** How the bytes of images get through HTTP without being copied more often than they must. */
@NullMarked
package io.oblako.image.http;

import org.jspecify.annotations.NullMarked;
