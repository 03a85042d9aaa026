package io.oblako.image.domain.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes as they come in from a client, one chunk after the other. Belongs to one thread. */
public interface ByteSource {

    /**
     * Waits for the next bytes. The buffer is the caller's until the next call; the sender is held back meanwhile when it
     * is faster than the reader.
     *
     * @return absent at the end
     * @throws IOException when the sender went away before it had sent all
     */
    @Nullable
    ByteBuffer next() throws IOException;
}
