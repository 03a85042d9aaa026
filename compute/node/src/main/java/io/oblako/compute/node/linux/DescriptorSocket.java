package io.oblako.compute.node.linux;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a unix socket that can carry file descriptors to the other side, which Java's own cannot. Blocks the
 * thread that uses it, each time for at most the timeout. Not thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/unix.7.html">unix(7), SCM_RIGHTS</a>
 */
public final class DescriptorSocket implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int PATH_BYTES = 108;
    private static final int CHUNK = 16 * 1024;
    private static final int MAX_LINE = 1024 * 1024;

    // struct cmsghdr with one int, and struct msghdr, as 64-bit Linux has them.
    private static final int CONTROL_LENGTH = 20;
    private static final int CONTROL_SPACE = 24;
    private static final int HEADER_BYTES = 56;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment chunk = arena.allocate(CHUNK);
    private int read;
    private int filled;

    private DescriptorSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    public static DescriptorSocket connect(Path socket, Duration timeout) throws IOException {
        byte[] path = socket.toString().getBytes(StandardCharsets.UTF_8);
        if (path.length >= PATH_BYTES) {
            throw new IOException("The path of the socket is too long: " + socket);
        }
        int descriptor = Linux.socket(Linux.AF_UNIX, Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            time.set(ValueLayout.JAVA_LONG, 0, timeout.toSeconds());
            time.set(ValueLayout.JAVA_LONG, 8, timeout.toNanosPart() / 1000L);
            Linux.setOption(descriptor, SOL_SOCKET, SO_RCVTIMEO, time);
            Linux.setOption(descriptor, SOL_SOCKET, SO_SNDTIMEO, time);
            MemorySegment address = arena.allocate(2 + PATH_BYTES, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_UNIX);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
            Linux.connect(descriptor, address);
            return new DescriptorSocket(descriptor);
        } catch (IOException e) {
            Linux.close(descriptor);
            throw e;
        }
    }

    /** @param handedOver a descriptor that the other side gets a copy of; absent for none */
    public void send(byte[] bytes, @Nullable Integer handedOver) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment content = call.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            long sent = 0;
            while (sent < bytes.length) {
                boolean first = sent == 0 && handedOver != null;
                MemorySegment header = header(call, content.asSlice(sent), first ? handedOver : null);
                sent += Linux.sendMessage(descriptor, header, MSG_NOSIGNAL);
            }
        }
    }

    private static MemorySegment header(Arena call, MemorySegment content, @Nullable Integer handedOver) {
        MemorySegment vector = call.allocate(16, 8);
        vector.set(ValueLayout.ADDRESS, 0, content);
        vector.set(ValueLayout.JAVA_LONG, 8, content.byteSize());
        MemorySegment header = call.allocate(HEADER_BYTES, 8);
        header.set(ValueLayout.ADDRESS, 16, vector);
        header.set(ValueLayout.JAVA_LONG, 24, 1);
        if (handedOver != null) {
            MemorySegment control = call.allocate(CONTROL_SPACE, 8);
            control.set(ValueLayout.JAVA_LONG, 0, CONTROL_LENGTH);
            control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
            control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
            control.set(ValueLayout.JAVA_INT, 16, handedOver);
            header.set(ValueLayout.ADDRESS, 32, control);
            header.set(ValueLayout.JAVA_LONG, 40, CONTROL_SPACE);
        }
        return header;
    }

    /** The bytes up to the next line feed, without it. */
    public byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() <= MAX_LINE) {
            if (read == filled) {
                filled = (int) Linux.receive(descriptor, chunk);
                read = 0;
                if (filled == 0) {
                    throw new EOFException("The other side has closed");
                }
            }
            byte next = chunk.get(ValueLayout.JAVA_BYTE, read++);
            if (next == '\n') {
                return line.toByteArray();
            }
            line.write(next);
        }
        throw new IOException("A line is too long");
    }

    @Override
    public void close() throws IOException {
        arena.close();
        Linux.close(descriptor);
    }
}
