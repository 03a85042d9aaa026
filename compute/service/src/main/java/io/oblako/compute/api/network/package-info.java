/** Nova's old views of networks, for clients below microversion 2.36. */
@NullMarked
package io.oblako.compute.api.network;

import org.jspecify.annotations.NullMarked;
