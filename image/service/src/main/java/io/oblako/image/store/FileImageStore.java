package io.oblako.image.store;

import io.oblako.image.domain.store.ImageStore;
import io.oblako.image.domain.store.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Objects as files of one folder of this machine. An unfinished one bears the suffix {@code .part} until it is renamed.
 * Names are UUIDs and nothing else, so no name of a tenant ever becomes a path.
 */
public final class FileImageStore implements ImageStore {

    private static final String UNFINISHED = ".part";

    private final Path folder;

    /** @throws IOException if the folder cannot be made or is not writable */
    public FileImageStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!Files.isWritable(folder)) {
            throw new IOException("The image store is not writable: " + folder);
        }
    }

    @Override
    public Writer create(ObjectKey key) throws IOException {
        if (Files.exists(finished(key))) {
            throw new IOException("Object %s exists".formatted(key));
        }
        FileChannel channel = FileChannel.open(
                unfinished(key), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return new FileWriter(key, channel);
    }

    @Override
    public ReadableByteChannel open(ObjectKey key, long offset, long length) throws IOException {
        FileChannel channel = FileChannel.open(finished(key), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return new BoundedChannel(channel.position(offset), length);
    }

    @Override
    public Optional<Path> localFile(ObjectKey key) {
        return Optional.of(finished(key));
    }

    @Override
    public void makeDurable(ObjectKey key) throws IOException {
        try (FileChannel channel = FileChannel.open(finished(key), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void delete(ObjectKey key) throws IOException {
        Files.deleteIfExists(unfinished(key));
        Files.deleteIfExists(finished(key));
    }

    @Override
    public void forEach(Consumer<StoredObject> visitor) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                show(file, visitor);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void show(Path file, Consumer<StoredObject> visitor) throws IOException {
        Optional<ObjectKey> key = key(file.getFileName().toString());
        if (key.isEmpty()) {
            return;
        }
        Instant lastWritten;
        try {
            lastWritten = Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return; // removed between the listing and the look
        }
        visitor.accept(new StoredObject(key.get(), lastWritten));
    }

    /** The key in a file name; empty for files that are not ours, which nobody touches. */
    private static Optional<ObjectKey> key(String fileName) {
        String name = fileName.endsWith(UNFINISHED)
                ? fileName.substring(0, fileName.length() - UNFINISHED.length())
                : fileName;
        try {
            UUID value = UUID.fromString(name);
            return value.toString().equals(name) ? Optional.of(ObjectKey.of(value)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path finished(ObjectKey key) {
        return folder.resolve(key.toString());
    }

    private Path unfinished(ObjectKey key) {
        return folder.resolve(key + UNFINISHED);
    }

    private final class FileWriter implements Writer {

        private final ObjectKey key;
        private final FileChannel channel;
        private boolean committed;

        FileWriter(ObjectKey key, FileChannel channel) {
            this.key = key;
            this.channel = channel;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void commit() throws IOException {
            channel.close();
            Files.move(unfinished(key), finished(key), StandardCopyOption.ATOMIC_MOVE);
            committed = true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (!committed) {
                Files.deleteIfExists(unfinished(key));
            }
        }
    }

    /** At most so many bytes of a file. */
    private static final class BoundedChannel implements ReadableByteChannel {

        private final FileChannel channel;
        private long left;

        BoundedChannel(FileChannel channel, long length) {
            this.channel = channel;
            this.left = length;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (left == 0) {
                return -1;
            }
            int limit = target.limit();
            target.limit((int) Math.min(limit, target.position() + left));
            int read = channel.read(target);
            target.limit(limit);
            if (read < 0) {
                throw new IOException("The object is shorter than it was");
            }
            left -= read;
            return read;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
