package io.oblako.testing.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends of cables, held as QEMU holds those of its guests: frames go in and come out as they are, every byte of them.
 * For one thread. The kernel removes the taps when this is closed.
 *
 * @see <a href="https://docs.kernel.org/networking/tuntap.html">Universal TUN/TAP device driver</a>
 */
public final class Taps implements AutoCloseable {

    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TAP_NO_PI = 0x1002;
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 02 | 04000 | 02000000;
    private static final int REQUEST_BYTES = 40;
    private static final int NAME_BYTES = 16;
    private static final int POLL_BYTES = 8;
    private static final short POLLIN = 1;
    private static final int MOST_BYTES = 9_216;

    private static final MethodHandle OPEN = handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = handle(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = handle("read", transfer());
    private static final MethodHandle WRITE = handle("write", transfer());
    private static final MethodHandle POLL = handle(
            "poll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(MOST_BYTES);
    private final List<Integer> descriptors = new ArrayList<>();
    private final MemorySegment polled;

    /** A frame that came out of a tap. */
    public record Arrival(int tap, byte[] frame) {}

    /** Taps of these names in the network namespace of the thread. */
    public Taps(List<String> names) {
        polled = arena.allocate((long) POLL_BYTES * names.size(), POLL_BYTES);
        for (String name : names) {
            int descriptor = (int) call(OPEN, arena.allocateFrom("/dev/net/tun"), O_RDWR_NONBLOCK_CLOEXEC);
            MemorySegment request = arena.allocate(REQUEST_BYTES, POLL_BYTES);
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, IFF_TAP_NO_PI);
            if (descriptor < 0 || (int) call(IOCTL, descriptor, TUNSETIFF, request) < 0) {
                throw new IllegalStateException("no tap " + name + ": that wants root and /dev/net/tun");
            }
            long at = (long) POLL_BYTES * descriptors.size();
            polled.set(ValueLayout.JAVA_INT, at, descriptor);
            polled.set(ValueLayout.JAVA_SHORT, at + 4, POLLIN);
            descriptors.add(descriptor);
        }
    }

    private static FunctionDescriptor transfer() {
        return FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    private static Object call(MethodHandle handle, Object... arguments) {
        try {
            return handle.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    public void send(int tap, byte[] frame) {
        MemorySegment.copy(frame, 0, buffer, ValueLayout.JAVA_BYTE, 0, frame.length);
        long written = (long) call(WRITE, descriptors.get(tap), buffer, (long) frame.length);
        if (written != frame.length) {
            throw new UncheckedIOException(new IOException("tap %d took %d bytes".formatted(tap, written)));
        }
    }

    /** Everything that is there, once something is; nothing when nothing comes within the time. */
    public List<Arrival> receive(Duration within) {
        List<Arrival> arrivals = new ArrayList<>();
        int ready = (int) call(POLL, polled, (long) descriptors.size(), (int) within.toMillis());
        for (int tap = 0; ready > 0 && tap < descriptors.size(); tap++) {
            if ((polled.get(ValueLayout.JAVA_SHORT, (long) POLL_BYTES * tap + 6) & POLLIN) != 0) {
                drain(tap, arrivals);
            }
        }
        return arrivals;
    }

    private void drain(int tap, List<Arrival> into) {
        long read = (long) call(READ, descriptors.get(tap), buffer, (long) MOST_BYTES);
        while (read > 0) {
            into.add(new Arrival(tap, buffer.asSlice(0, read).toArray(ValueLayout.JAVA_BYTE)));
            read = (long) call(READ, descriptors.get(tap), buffer, (long) MOST_BYTES);
        }
    }

    @Override
    public void close() {
        descriptors.forEach(descriptor -> call(CLOSE, descriptor));
        arena.close();
    }
}
