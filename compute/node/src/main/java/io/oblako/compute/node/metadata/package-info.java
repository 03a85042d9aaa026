/** What guests are told of themselves, and the server on each network that tells them. */
@NullMarked
package io.oblako.compute.node.metadata;

import org.jspecify.annotations.NullMarked;
