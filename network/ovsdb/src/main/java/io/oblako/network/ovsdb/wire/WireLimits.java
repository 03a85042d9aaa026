package io.oblako.network.ovsdb.wire;

import java.time.Duration;

/**
 * What a connection may use.
 *
 * @param maxMessageBytes longest message in either direction
 * @param maxUnreadBytes of complete messages that wait to be looked at; beyond it the socket is not read
 * @param maxUnsentBytes of messages that the peer has not taken yet; beyond it senders wait
 * @param maxRequests under way at once; beyond it senders wait
 * @param connectTimeout until the transport stands, TLS included
 * @param requestTimeout of requests that say no other
 * @param probeInterval of silence after which the peer is asked for a sign of life, and after another one given up; a
 *     server is silent as long as it works on one large transaction
 */
public record WireLimits(
        int maxMessageBytes,
        int maxUnreadBytes,
        int maxUnsentBytes,
        int maxRequests,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration probeInterval) {

    public static final WireLimits DEFAULT = new WireLimits(
            64 * 1024 * 1024,
            16 * 1024 * 1024,
            4 * 1024 * 1024,
            256,
            Duration.ofSeconds(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    public WireLimits {
        if (maxMessageBytes < 1024 || maxUnreadBytes < 1024 || maxUnsentBytes < 1024 || maxRequests < 1) {
            throw new IllegalArgumentException("Limits of a connection are at least 1 KiB and one request");
        }
        if (connectTimeout.toMillis() < 1 || requestTimeout.toMillis() < 1 || probeInterval.toMillis() < 1) {
            throw new IllegalArgumentException("Times of a connection are at least a millisecond");
        }
    }

    public WireLimits withMaxMessageBytes(int bytes) {
        return new WireLimits(
                bytes, maxUnreadBytes, maxUnsentBytes, maxRequests, connectTimeout, requestTimeout, probeInterval);
    }

    public WireLimits withRequestTimeout(Duration timeout) {
        return new WireLimits(
                maxMessageBytes, maxUnreadBytes, maxUnsentBytes, maxRequests, connectTimeout, timeout, probeInterval);
    }

    public WireLimits withProbeInterval(Duration interval) {
        return new WireLimits(
                maxMessageBytes, maxUnreadBytes, maxUnsentBytes, maxRequests, connectTimeout, requestTimeout, interval);
    }
}
