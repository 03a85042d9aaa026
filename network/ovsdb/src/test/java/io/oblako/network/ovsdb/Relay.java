package io.oblako.network.ovsdb;

import io.oblako.network.ovsdb.wire.Remote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and a server, and can keep what the server answers to itself, or cut the connections. */
final class Relay implements AutoCloseable {

    private final Path to;
    private final ServerSocketChannel listener;
    private final int port;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private volatile boolean swallowing;

    Relay(Path to) {
        this.to = to;
        try {
            listener = ServerSocketChannel.open();
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    Remote remote() {
        return Remote.of("tcp:127.0.0.1:" + port);
    }

    void swallowAnswers(boolean yes) {
        swallowing = yes;
    }

    void cut() {
        for (SocketChannel channel : open) {
            close(channel);
        }
        open.clear();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                open.add(client);
                SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    server.connect(UnixDomainSocketAddress.of(to));
                } catch (IOException e) {
                    close(client);
                    continue;
                }
                open.add(server);
                Thread.ofVirtual().start(() -> copy(client, server, false));
                Thread.ofVirtual().start(() -> copy(server, client, true));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void copy(SocketChannel from, SocketChannel into, boolean answers) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining() && !(answers && swallowing)) {
                    into.write(buffer);
                }
            }
        } catch (IOException e) {
            // One side has gone: so does the other.
        }
        close(from);
        close(into);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
