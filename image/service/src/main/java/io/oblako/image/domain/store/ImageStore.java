package io.oblako.image.domain.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the bytes of images. An object appears whole or not at all and is never written again, which is what a file
 * renamed, an S3 multipart upload completed and an RBD image protected have in common. Implementations are thread-safe;
 * a {@link Writer} belongs to one thread at a time.
 */
public interface ImageStore {

    /**
     * Begins an object. Nothing is visible under its key until {@link Writer#commit}.
     *
     * @throws IOException if the store cannot take it, for example because the key exists
     */
    Writer create(ObjectKey key) throws IOException;

    /**
     * The bytes from {@code offset} on.
     *
     * @param length at most the rest of the object
     * @throws java.nio.file.NoSuchFileException if there is no such object
     */
    ReadableByteChannel open(ObjectKey key, long offset, long length) throws IOException;

    /** The file that holds the object, for stores where the kernel can send it by itself; empty for all others. */
    Optional<Path> localFile(ObjectKey key);

    /** Returns when the object survives a loss of power. */
    void makeDurable(ObjectKey key) throws IOException;

    /** Removes an object, finished or not. One that is not there is fine. */
    void delete(ObjectKey key) throws IOException;

    /** Shows every object, finished or not, so that a reaper finds those nobody knows. Streams; the order is open. */
    void forEach(Consumer<StoredObject> visitor) throws IOException;

    /** @param lastWritten by the clock of the store */
    record StoredObject(ObjectKey key, Instant lastWritten) {}

    /** An object that is being written. Closing it uncommitted removes it. */
    interface Writer extends AutoCloseable {

        /** Takes all bytes from position to limit. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes the object visible, whole. It need not survive a loss of power yet: {@link #makeDurable}. */
        void commit() throws IOException;

        @Override
        void close() throws IOException;
    }
}
