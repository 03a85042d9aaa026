package io.oblako.compute.node.metadata;

import io.oblako.compute.node.metadata.MetadataTree.Content;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Answers the guests of one network: one question a connection, which ends in {@link #DEADLINE} whatever happens. Nothing is
 * asked of anybody else for it.
 */
final class MetadataServer implements AutoCloseable {

    static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final Logger LOG = Logger.getLogger(MetadataServer.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final int MAX_DRAINED = 64 * 1024;
    /** All that ask from addresses that nobody has: they share their turns. */
    private static final UUID NOBODY = new UUID(0, 0);

    /** What a guest is told. */
    interface Answers {

        /** The guest that has the address on this network. */
        Optional<UUID> asker(InetAddress address);

        /** What is there for the guest. */
        Optional<Content> find(UUID server, MetadataRequest.Read request);
    }

    private final ServerSocket socket;
    private final Answers answers;
    private final Turns turns;
    private final ScheduledExecutorService alarm;

    MetadataServer(ServerSocket socket, Answers answers, Turns turns, ScheduledExecutorService alarm) {
        this.socket = socket;
        this.answers = answers;
        this.turns = turns;
        this.alarm = alarm;
    }

    /** @param ended is told when it no longer listens */
    void start(Runnable ended) {
        Thread.ofVirtual().name("metadata").start(() -> {
            try {
                while (true) {
                    admit(socket.accept());
                }
            } catch (IOException e) {
                LOG.debugf(e, "The metadata server of a network has ended");
            } finally {
                ended.run();
            }
        });
    }

    private void admit(Socket connection) {
        UUID guest = answers.asker(connection.getInetAddress()).orElse(NOBODY);
        if (!turns.enter(guest, System.nanoTime())) {
            shut(connection);
            return;
        }
        ScheduledFuture<?> end = alarm.schedule(() -> shut(connection), DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        Thread.ofVirtual().name("metadata-answer").start(() -> {
            try {
                serve(connection, guest);
            } catch (IOException e) {
                LOG.debugf(e, "A guest's question was not answered");
            } finally {
                end.cancel(false);
                shut(connection);
                turns.leave(guest, System.nanoTime());
            }
        });
    }

    private void serve(Socket connection, UUID guest) throws IOException {
        InputStream in = new BufferedInputStream(connection.getInputStream(), MetadataRequest.MAX_HEAD);
        Optional<byte[]> head = head(in);
        MetadataRequest request = head.map(MetadataRequest::of)
                .orElseGet(() -> new MetadataRequest.Refused(
                        400, "A request has at most %d bytes".formatted(MetadataRequest.MAX_HEAD)));
        byte[] answer = switch (request) {
            case MetadataRequest.Refused(int status, String reason) -> answer(status, TEXT, bytes(reason), true);
            case MetadataRequest.Read read -> answer(guest, read, connection.getInetAddress());
        };
        connection.getOutputStream().write(answer);
        connection.shutdownOutput();
        // Closing while something is unread would cut the answer off.
        long unread = in.skip(MAX_DRAINED);
        LOG.tracef("%d bytes of a guest were not read", unread);
    }

    private byte[] answer(UUID guest, MetadataRequest.Read request, InetAddress from) {
        if (guest.equals(NOBODY)) {
            return answer(404, TEXT, bytes("No server on this host has the address " + from.getHostAddress()), true);
        }
        try {
            return answers.find(guest, request)
                    .map(content -> answer(200, content.type(), content.bytes(), request.body()))
                    .orElseGet(() -> answer(404, TEXT, bytes("There is nothing at this path"), request.body()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The metadata of server %s cannot be shown", guest);
            return answer(500, TEXT, bytes("The host failed"), request.body());
        }
    }

    /** The bytes before the empty line; empty when that has not come in time or size. */
    private static Optional<byte[]> head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int line = 0;
        while (head.size() < MetadataRequest.MAX_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The guest has hung up");
            }
            if (next == '\n' && line == 0 && head.size() > 0) {
                return Optional.of(head.toString(StandardCharsets.ISO_8859_1)
                        .stripTrailing()
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
            line = next == '\n' ? 0 : next == '\r' ? line : line + 1;
        }
        return Optional.empty();
    }

    private static byte[] answer(int status, String type, byte[] content, boolean body) {
        String head = String.join(
                "\r\n",
                "HTTP/1.1 %d %s".formatted(status, reason(status)),
                "Content-Type: " + type,
                "Content-Length: " + content.length,
                "Cache-Control: no-store",
                "Connection: close",
                "",
                "");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(bytes(head));
        if (body) {
            answer.writeBytes(content);
        }
        return answer.toByteArray();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 404 -> "Not Found";
            case 500 -> "Internal Server Error";
            default -> "Bad Request";
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void shut(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debugf(e, "A connection of a guest was not closed in good order");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
