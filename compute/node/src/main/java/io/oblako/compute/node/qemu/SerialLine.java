package io.oblako.compute.node.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** A line to a guest's serial port. What the guest says goes into its log as well. */
final class SerialLine implements ByteChannel {

    private final SocketChannel socket;
    private final ConsoleLog log;
    private final Runnable closed;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /** @param closed called once, when the line has ended for whatever reason */
    SerialLine(SocketChannel socket, ConsoleLog log, Runnable closed) {
        this.socket = socket;
        this.log = log;
        this.closed = closed;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int from = into.position();
        int read = socket.read(into);
        if (read > 0) {
            byte[] said = new byte[read];
            into.get(from, said);
            log.append(said);
        }
        return read;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return socket.write(bytes);
    }

    @Override
    public boolean isOpen() {
        return open.get();
    }

    @Override
    public void close() throws IOException {
        if (open.compareAndSet(true, false)) {
            try {
                socket.close();
            } finally {
                closed.run();
            }
        }
    }
}
