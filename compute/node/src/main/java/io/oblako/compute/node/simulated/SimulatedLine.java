package io.oblako.compute.node.simulated;

import io.oblako.compute.contracts.ConsoleKind;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A line to a simulated guest: its serial port says what it hears, its screen says which protocol it speaks. */
final class SimulatedLine implements ByteChannel {

    private static final long LOOK_MILLIS = 50;
    private static final int MOST_BYTES = 64 * 1024;
    private static final byte[] SCREEN_GREETING = "RFB 003.008\n".getBytes(StandardCharsets.US_ASCII);

    private final ConsoleKind kind;
    private final BooleanSupplier runs;
    private final BlockingQueue<Byte> said = new ArrayBlockingQueue<>(MOST_BYTES);
    private volatile boolean open = true;

    SimulatedLine(ConsoleKind kind, BooleanSupplier runs) {
        this.kind = kind;
        this.runs = runs;
        if (kind == ConsoleKind.SCREEN) {
            say(SCREEN_GREETING);
        }
    }

    @Override
    public int read(ByteBuffer into) throws InterruptedIOException {
        try {
            while (open && runs.getAsBoolean()) {
                Byte next = said.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    into.put(next);
                    return 1;
                }
            }
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public int write(ByteBuffer bytes) {
        byte[] heard = new byte[bytes.remaining()];
        bytes.get(heard);
        if (kind == ConsoleKind.SERIAL) {
            say(heard);
        }
        return heard.length;
    }

    /** What nobody reads in time is lost, as it is at a real port. */
    private void say(byte[] bytes) {
        for (byte one : bytes) {
            boolean kept = said.offer(one);
            if (!kept) {
                return;
            }
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
