package io.oblako.compute.node.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * The newest output of a guest's serial port in a file of at most 1 MiB (security row CMP-17). What is older is cut off
 * when the file is full. Thread-safe.
 */
final class ConsoleLog {

    static final int MAX_BYTES = 1024 * 1024;
    private static final int KEEP = MAX_BYTES / 2;

    private final Path file;

    ConsoleLog(Path file) {
        this.file = file;
    }

    synchronized void append(byte[] output) throws IOException {
        if (output.length == 0) {
            return;
        }
        long size = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        byte[] bytes = output;
        boolean anew = false;
        if (size + output.length > MAX_BYTES) {
            byte[] all = concat(read(), output);
            bytes = Arrays.copyOfRange(all, Math.max(0, all.length - KEEP), all.length);
            anew = true;
        }
        try (FileChannel channel = FileChannel.open(
                file,
                anew
                        ? Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                LinkOption.NOFOLLOW_LINKS)
                        : Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    synchronized byte[] read() throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Files.readAllBytes(file) : new byte[0];
    }

    synchronized void clear() throws IOException {
        Files.deleteIfExists(file);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
