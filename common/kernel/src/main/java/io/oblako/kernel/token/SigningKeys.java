package io.oblako.kernel.token;

import java.security.PublicKey;
import java.util.Optional;

/** The public keys that tokens may be signed with just now, by key id. Keys come and go while tokens live. */
@FunctionalInterface
public interface SigningKeys {

    Optional<PublicKey> byId(String keyId);
}
