package io.oblako.image.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies over a real HTTP server and real sockets: whole, in pieces, too short, too long, chunked and encrypted. */
class RequestBytesTest {

    private static final int MIB = 1 << 20;

    /**
     * What the reading thread saw of one request.
     *
     * @param lent whether the socket was borrowed at some time
     */
    private record Seen(
            byte[] bytes, boolean lent, @Nullable IOException failure) {}

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private HttpServerOptions options = new HttpServerOptions();
    private long refusedAfter = Long.MAX_VALUE;
    /** How long a sender may be silent; a busy machine makes one that does not want to be. */
    private Duration patience = Duration.ofSeconds(20);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private int listen() throws Exception {
        HttpServer server = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0));
        server.requestHandler(request -> {
            request.pause();
            RequestBytes bytes = RequestBytes.of(request, vertx, patience);
            Thread.startVirtualThread(() -> receive(request, bytes));
        });
        return server.listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, SECONDS)
                .actualPort();
    }

    private void receive(HttpServerRequest request, RequestBytes body) {
        var all = new ByteArrayOutputStream();
        boolean lent = false;
        IOException failure = null;
        boolean reusable;
        try (body) {
            for (ByteBuffer chunk = body.next(); chunk != null; chunk = body.next()) {
                lent |= ((ConnectionBase) request.connection())
                                .channel()
                                .pipeline()
                                .get(BorrowedSocket.NAME)
                        != null;
                byte[] copy = new byte[chunk.remaining()];
                chunk.get(copy);
                all.writeBytes(copy);
                if (all.size() > refusedAfter) {
                    body.discardRest(64 * MIB);
                    break;
                }
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            reusable = body.exhausted();
        }
        seen.add(new Seen(all.toByteArray(), lent, failure));
        if (!reusable) {
            request.response().putHeader("Connection", "close");
        }
        request.response().setStatusCode(failure == null ? 204 : 400).end();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] head(String line, String... headers) {
        return (line + " HTTP/1.1\r\nHost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(ISO_8859_1);
    }

    private static byte[] put(long length) {
        return head("PUT /", "Content-Length: " + length);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** @return status line; the answers here have no body */
    private static String answer(InputStream in) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            text.append((char) next);
        }
        return text.substring(0, text.indexOf("\r\n"));
    }

    private Seen seen() throws InterruptedException {
        Seen one = seen.poll(10, SECONDS);
        assertThat(one).as("a request was received").isNotNull();
        return one;
    }

    private interface Talk {
        void with(Socket socket) throws Exception;
    }

    private void connected(Talk talk) throws Exception {
        connected(new Socket("127.0.0.1", listen()), talk);
    }

    private static void connected(Socket fresh, Talk talk) throws Exception {
        try (Socket socket = fresh) {
            socket.setSoTimeout(10_000);
            talk.with(socket);
        }
    }

    @ParameterizedTest(name = "pieces of {0} bytes")
    @ValueSource(ints = {1_000, 65_537, 300_000, 8 << 20})
    void aLargeBodyIsReadFromItsSocket(int piece) throws Exception {
        byte[] bytes = random(8 * MIB + 17);
        connected(socket -> {
            byte[] wire = joined(put(bytes.length), bytes);
            for (int at = 0; at < wire.length; at += piece) {
                socket.getOutputStream().write(wire, at, Math.min(piece, wire.length - at));
            }
            assertThat(answer(socket.getInputStream())).contains("204");
            Seen one = seen();
            assertThat(one.bytes()).isEqualTo(bytes);
            assertThat(one.lent()).isTrue();
        });
    }

    @Test
    void aSmallBodyStaysWithTheEventLoop() throws Exception {
        byte[] bytes = random(MIB / 2);
        connected(socket -> {
            socket.getOutputStream().write(joined(put(bytes.length), bytes));
            assertThat(answer(socket.getInputStream())).contains("204");
            Seen one = seen();
            assertThat(one.bytes()).isEqualTo(bytes);
            assertThat(one.lent()).isFalse();
        });
    }

    @Test
    void oneConnectionCarriesManyBodies() throws Exception {
        connected(socket -> {
            for (int i = 1; i <= 5; i++) {
                byte[] bytes = random(i * MIB + i);
                socket.getOutputStream().write(joined(put(bytes.length), bytes));
                assertThat(answer(socket.getInputStream())).contains("204");
                assertThat(seen().bytes()).isEqualTo(bytes);
            }
        });
    }

    @Test
    void theNextRequestMayComeRightBehindTheBody() throws Exception {
        byte[] first = random(3 * MIB);
        byte[] second = random(2 * MIB + 1);
        connected(socket -> {
            byte[] wire = joined(put(first.length), first, put(second.length), second, put(0));
            Thread.startVirtualThread(() -> write(socket, wire));
            for (byte[] expected : new byte[][] {first, second, {}}) {
                assertThat(answer(socket.getInputStream())).contains("204");
                assertThat(seen().bytes()).isEqualTo(expected);
            }
        });
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bytesBeyondTheDeclaredLengthAreNoPartOfTheBody() throws Exception {
        byte[] bytes = random(2 * MIB);
        connected(socket -> {
            socket.getOutputStream()
                    .write(joined(put(bytes.length), bytes, new byte[] {'?', '?', '\r', '\n', '\r', '\n'}));
            assertThat(answer(socket.getInputStream())).contains("204");
            assertThat(seen().bytes()).isEqualTo(bytes);
            assertThat(answer(socket.getInputStream())).contains("400");
        });
    }

    @Test
    void aSenderThatGoesAwayIsNoticed() throws Exception {
        connected(socket -> {
            socket.getOutputStream().write(joined(put(4 * MIB), random(2 * MIB)));
        });
        Seen one = seen();
        assertThat(one.failure()).hasMessageContaining("went away");
        assertThat(one.bytes()).isEqualTo(random(2 * MIB));
    }

    @Test
    void aSenderThatIsCutOffIsNoticed() throws Exception {
        connected(socket -> {
            socket.getOutputStream().write(joined(put(4 * MIB), random(2 * MIB)));
            socket.setSoLinger(true, 0);
        });
        assertThat(seen().failure()).isNotNull();
    }

    @Test
    void aSilentSenderIsGivenUpAndTold() throws Exception {
        patience = Duration.ofMillis(500);
        connected(socket -> {
            socket.getOutputStream().write(joined(put(4 * MIB), random(2 * MIB)));
            assertThat(seen().failure()).hasMessageContaining("silent");
            assertThat(answer(socket.getInputStream())).contains("400");
        });
    }

    @Test
    void aSenderThatHasSentAllMayShutItsHalf() throws Exception {
        byte[] bytes = random(3 * MIB);
        connected(socket -> {
            socket.getOutputStream().write(joined(put(bytes.length), bytes));
            socket.shutdownOutput();
            assertThat(seen().bytes()).isEqualTo(bytes);
        });
    }

    @Test
    void afterARefusalTheRestIsReadAndTheConnectionServesOn() throws Exception {
        refusedAfter = 2 * MIB;
        connected(socket -> {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream().write(joined(put(9 * MIB), random(9 * MIB)));
                assertThat(answer(socket.getInputStream())).contains("204");
                assertThat(seen().bytes().length).isBetween(2 * MIB, 3 * MIB);
            }
        });
    }

    @Test
    void aSlowUploadIsNoIdleConnection() throws Exception {
        options.setIdleTimeout(2);
        byte[] bytes = random(2 * MIB);
        connected(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(put(bytes.length));
            int pieces = 10;
            for (int i = 0; i < pieces; i++) {
                out.write(Arrays.copyOfRange(
                        bytes,
                        i * (bytes.length / pieces),
                        i == pieces - 1 ? bytes.length : (i + 1) * (bytes.length / pieces)));
                Thread.sleep(300);
            }
            assertThat(answer(socket.getInputStream())).contains("204");
            assertThat(seen().bytes()).isEqualTo(bytes);
        });
    }

    @Test
    void aChunkedBodyComesByTheEventLoop() throws Exception {
        byte[] bytes = random(3 * MIB);
        connected(socket -> {
            OutputStream out = socket.getOutputStream();
            out.write(head("PUT /", "Transfer-Encoding: chunked"));
            for (int at = 0; at < bytes.length; at += 100_000) {
                byte[] part = Arrays.copyOfRange(bytes, at, Math.min(at + 100_000, bytes.length));
                out.write(joined(
                        (Integer.toHexString(part.length) + "\r\n").getBytes(ISO_8859_1), part, new byte[] {'\r', '\n'
                        }));
            }
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
            assertThat(answer(socket.getInputStream())).contains("204");
            Seen one = seen();
            assertThat(one.bytes()).isEqualTo(bytes);
            assertThat(one.lent()).isFalse();
        });
    }

    @Test
    void anEncryptedBodyComesByTheEventLoop(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "x",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=x",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        options.setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword("secret"));
        byte[] bytes = random(3 * MIB);
        connected(trusting(keys).createSocket("127.0.0.1", listen()), socket -> {
            socket.getOutputStream().write(joined(put(bytes.length), bytes));
            assertThat(answer(socket.getInputStream())).contains("204");
            Seen one = seen();
            assertThat(one.bytes()).isEqualTo(bytes);
            assertThat(one.lent()).isFalse();
        });
    }

    private static SocketFactory trusting(Path keys) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(KeyStore.getInstance(keys.toFile(), "secret".toCharArray()));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
