package io.oblako.compute.node.reconcile;

import java.time.Duration;

/**
 * Who a node is, what it does of its own accord and how often it moves.
 *
 * @param name unique in the cloud, without a slash
 * @param bootId fresh at each start of the daemon
 * @param httpUrl where its HTTP server answers
 * @param resumesGuests whether guests that ran when the host went down are started when it starts anew
 * @param heartbeat between two heartbeats
 * @param round between two looks at everything
 * @param repeat between two repetitions of all reports
 */
public record NodeIdentity(
        String name,
        String bootId,
        String hostIp,
        String httpUrl,
        boolean resumesGuests,
        Duration heartbeat,
        Duration round,
        Duration repeat) {

    public static final Duration HEARTBEAT = Duration.ofSeconds(1);
    public static final Duration ROUND = Duration.ofSeconds(5);
    public static final Duration REPEAT = Duration.ofSeconds(60);

    public NodeIdentity {
        if (name.isBlank() || name.contains("/")) {
            throw new IllegalArgumentException("A node's name is not empty and has no slash");
        }
    }
}
