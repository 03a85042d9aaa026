/** Key pairs over HTTP. */
@NullMarked
package io.oblako.compute.api.keypair;

import org.jspecify.annotations.NullMarked;
