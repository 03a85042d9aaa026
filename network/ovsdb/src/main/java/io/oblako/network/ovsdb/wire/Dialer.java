package io.oblako.network.ovsdb.wire;

import io.oblako.network.ovsdb.error.NotConnectedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Opens sessions with remotes. Thread-safe. */
public final class Dialer implements AutoCloseable {

    private final Vertx vertx;
    private final WireLimits limits;
    private final WireMetrics metrics;
    private final MessageCodec codec;
    private final NetClient plain;
    private final @Nullable NetClient encrypted;

    /**
     * @param vertx with a native transport where unix sockets are to be reached
     * @param tls for {@code ssl:} remotes; null when there are none
     */
    public Dialer(Vertx vertx, @Nullable TlsFiles tls, WireLimits limits, WireMetrics metrics) {
        this.vertx = vertx;
        this.limits = limits;
        this.metrics = metrics;
        codec = new MessageCodec(limits.maxMessageBytes());
        plain = vertx.createNetClient(options());
        encrypted = tls == null ? null : vertx.createNetClient(encrypted(tls));
    }

    /**
     * Connects.
     *
     * @throws NotConnectedException when nobody takes the connection in time, or no certificate fits
     */
    public Session dial(Remote remote, String name) {
        Future<Session> session = client(remote)
                .connect(address(remote))
                .map(socket -> Session.over(vertx, socket, limits, codec, metrics, name));
        try {
            // The transport has its own time-out; this one is for the case that it forgets.
            return session.toCompletionStage()
                    .toCompletableFuture()
                    .get(limits.connectTimeout().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new NotConnectedException("%s: %s".formatted(remote, reason(e)), e);
        } catch (TimeoutException e) {
            session.onSuccess(late -> late.close(new NotConnectedException("The connection stood too late")));
            throw new NotConnectedException(
                    "%s: no connection within %s".formatted(remote, limits.connectTimeout()), e);
        } catch (InterruptedException e) {
            session.onSuccess(late -> late.close(new NotConnectedException("Nobody waits for the connection")));
            Thread.currentThread().interrupt();
            throw new NotConnectedException(remote + ": interrupted", e);
        }
    }

    @Override
    public void close() {
        var _ = plain.close();
        if (encrypted != null) {
            var _ = encrypted.close();
        }
    }

    /** What went wrong at the bottom: the layers above only say that something did. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private NetClient client(Remote remote) {
        return switch (remote.transport()) {
            case TCP -> plain;
            case UNIX -> {
                if (!vertx.isNativeTransportEnabled()) {
                    throw new NotConnectedException(
                            remote + ": Vert.x needs its native transport for unix sockets (preferNativeTransport)");
                }
                yield plain;
            }
            case SSL -> {
                if (encrypted == null) {
                    throw new NotConnectedException(remote + ": no key and certificates are configured");
                }
                yield encrypted;
            }
        };
    }

    private static SocketAddress address(Remote remote) {
        return remote.transport() == Remote.Transport.UNIX
                ? SocketAddress.domainSocketAddress(remote.host())
                : SocketAddress.inetSocketAddress(remote.port(), remote.host());
    }

    private NetClientOptions options() {
        return new NetClientOptions()
                .setConnectTimeout((int) limits.connectTimeout().toMillis())
                .setSslHandshakeTimeout(limits.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setReconnectAttempts(0);
    }

    private NetClientOptions encrypted(TlsFiles tls) {
        return options()
                .setSsl(true)
                .setEnabledSecureTransportProtocols(Set.copyOf(List.of("TLSv1.2", "TLSv1.3")))
                .setHostnameVerificationAlgorithm(tls.verifyHost() ? "HTTPS" : "")
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setKeyPath(tls.key().toString())
                        .setCertPath(tls.certificate().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.authorities().toString()));
    }
}
