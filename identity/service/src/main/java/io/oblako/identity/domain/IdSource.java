package io.oblako.identity.domain;

import io.oblako.kernel.id.Ids;
import java.util.UUID;

/** Where new ids come from. */
@FunctionalInterface
public interface IdSource {

    /** @return 32 hex digits, never the same twice */
    String next();

    static IdSource random() {
        return () -> Ids.hex(UUID.randomUUID());
    }
}
