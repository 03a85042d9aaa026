package io.oblako.compute.node.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * System calls, each of which throws what the kernel said when it said no. Descriptors are plain numbers here: whoever
 * opens one closes it.
 */
public final class Linux {

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CLOEXEC = 0x80000;
    public static final int AF_UNIX = 1;
    public static final int AF_INET = 2;
    public static final int SOCK_STREAM = 1;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int CLONE_NEWNET = 0x40000000;

    private static final int EINTR = 4;
    private static final long MOST_TEXT = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle IOCTL = call(
            "ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SOCKET =
            call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CONNECT =
            call("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SET_OPTION =
            call("setsockopt", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND_MESSAGE =
            call("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle RECEIVE =
            call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SET_NAMESPACE =
            call("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle UNSHARE = call("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle TEXT_OF_ERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Linux() {}

    @FunctionalInterface
    private interface Call {
        long with(MemorySegment state) throws Throwable;
    }

    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker.Option[] all = new Linker.Option[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
    }

    public static int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path);
            return (int) checked("open " + path, state -> (int) OPEN.invokeExact(state, name, flags));
        }
    }

    public static void close(int descriptor) throws IOException {
        // Not repeated when interrupted: the kernel has let go of the number by then, close(2).
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            if ((int) invoke("close", s -> (int) CLOSE.invokeExact(s, descriptor), state) < 0
                    && (int) ERRNO.get(state, 0L) != EINTR) {
                throw new IOException("close: " + text((int) ERRNO.get(state, 0L)));
            }
        }
    }

    public static void ioctl(int descriptor, String what, long request, MemorySegment argument) throws IOException {
        checked(what, state -> (int) IOCTL.invokeExact(state, descriptor, request, argument));
    }

    public static int socket(int family, int type) throws IOException {
        return (int) checked("socket", state -> (int) SOCKET.invokeExact(state, family, type, 0));
    }

    public static void connect(int descriptor, MemorySegment address) throws IOException {
        checked("connect", state -> (int) CONNECT.invokeExact(state, descriptor, address, (int) address.byteSize()));
    }

    public static void setOption(int descriptor, int level, int option, MemorySegment value) throws IOException {
        checked("setsockopt", state ->
                (int) SET_OPTION.invokeExact(state, descriptor, level, option, value, (int) value.byteSize()));
    }

    /** Bytes that were taken. */
    public static long sendMessage(int descriptor, MemorySegment header, int flags) throws IOException {
        return checked("sendmsg", state -> (long) SEND_MESSAGE.invokeExact(state, descriptor, header, flags));
    }

    /** Bytes that came; 0 when the other side has closed. */
    public static long receive(int descriptor, MemorySegment into) throws IOException {
        return checked("recv", state -> (long) RECEIVE.invokeExact(state, descriptor, into, into.byteSize(), 0));
    }

    /** Moves the calling thread, which must be a platform thread that ends afterwards, into a namespace. */
    public static void setNamespace(int descriptor, int kind) throws IOException {
        checked("setns", state -> (int) SET_NAMESPACE.invokeExact(state, descriptor, kind));
    }

    /** Gives the calling thread, which must be a platform thread that ends afterwards, a namespace of its own. */
    public static void unshare(int kind) throws IOException {
        checked("unshare", state -> (int) UNSHARE.invokeExact(state, kind));
    }

    private static long checked(String what, Call call) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            while (true) {
                long result = invoke(what, call, state);
                if (result >= 0) {
                    return result;
                }
                int error = (int) ERRNO.get(state, 0L);
                if (error != EINTR) {
                    throw new IOException(what + ": " + text(error));
                }
            }
        }
    }

    private static long invoke(String what, Call call, MemorySegment state) {
        try {
            return call.with(state);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("The call " + what + " could not be made", e);
        }
    }

    private static String text(int error) {
        try {
            MemorySegment text = (MemorySegment) TEXT_OF_ERROR.invokeExact(error);
            return text.reinterpret(MOST_TEXT).getString(0);
        } catch (Throwable e) {
            throw new IllegalStateException("strerror could not be called", e);
        }
    }
}
