package io.oblako.compute.node.qmp;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Connects to what QEMU listens at, in a folder that belongs to the guest's user: it is hostile once its guest runs. */
public final class GuestSocket {

    private static final long POLL_MILLIS = 3;

    private GuestSocket() {}

    /**
     * A blocking connection.
     *
     * @param deadline of {@link System#nanoTime} until which the socket must have appeared
     * @param alive asked while the socket is waited for; false ends the waiting
     */
    public static SocketChannel connect(Path socket, long deadline, BooleanSupplier alive) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        while (true) {
            if (Files.isSymbolicLink(socket)) {
                throw new IOException("The socket is a link: a guest wants to lead us elsewhere");
            }
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.connect(address);
                return channel;
            } catch (IOException e) {
                channel.close();
                if (System.nanoTime() - deadline >= 0 || !alive.getAsBoolean()) {
                    throw e;
                }
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
