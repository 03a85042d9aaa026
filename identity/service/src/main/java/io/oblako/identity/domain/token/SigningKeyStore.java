package io.oblako.identity.domain.token;

import java.time.Instant;
import java.util.List;

/** Where signing keys are kept, the private halves sealed. */
public interface SigningKeyStore {

    /** Newest first. */
    List<SigningKey> all();

    void add(SigningKey key);

    /** The key signs no more. */
    void retire(String id, Instant retiredAt, Instant notAfter);

    void remove(String id);

    /** Waits until no other replica changes keys; the transaction's end lets the next one go on. */
    void lock();
}
