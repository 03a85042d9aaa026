/** Key pairs: the public keys that guests trust, owned by users. */
@NullMarked
package io.oblako.compute.domain.keypair;

import org.jspecify.annotations.NullMarked;
