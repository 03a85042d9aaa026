package io.oblako.network.ovsdb;

import io.oblako.network.ovsdb.wire.Remote;
import io.oblako.network.ovsdb.wire.TlsFiles;
import io.oblako.network.ovsdb.wire.WireLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which database, where, and how patiently.
 *
 * @param database name of the schema, such as {@code Open_vSwitch}
 * @param remotes all members of the cluster, or the one server
 * @param tls for {@code ssl:} remotes
 * @param leaderOnly whether only the leader of a cluster will do; locks are the leader's
 * @param needed tables and columns, beside those of replicas, without which a server will not do
 * @param minBackoff pause after a first round of all remotes without success; doubles from round to round
 * @param maxBackoff longest such pause
 */
public record OvsdbSettings(
        String database,
        List<Remote> remotes,
        @Nullable TlsFiles tls,
        boolean leaderOnly,
        Map<String, Set<String>> needed,
        WireLimits limits,
        Duration minBackoff,
        Duration maxBackoff) {

    public OvsdbSettings {
        remotes = List.copyOf(remotes);
        needed = Map.copyOf(needed);
        if (remotes.isEmpty()) {
            throw new IllegalArgumentException("A client of OVSDB needs at least one remote");
        }
        if (tls == null && remotes.stream().anyMatch(remote -> remote.transport() == Remote.Transport.SSL)) {
            throw new IllegalArgumentException("Remotes with ssl: need a key and certificates");
        }
        if (minBackoff.toMillis() < 1 || maxBackoff.compareTo(minBackoff) < 0) {
            throw new IllegalArgumentException("A back-off is at least a millisecond, and its maximum not below it");
        }
    }

    /** A database at its leader, with the usual limits. */
    public static OvsdbSettings of(String database, List<Remote> remotes, @Nullable TlsFiles tls) {
        return new OvsdbSettings(
                database,
                remotes,
                tls,
                true,
                Map.of(),
                WireLimits.DEFAULT,
                Duration.ofMillis(100),
                Duration.ofSeconds(2));
    }

    /** Any member of the cluster will do: for readers. Without locks. */
    public OvsdbSettings atAnyMember() {
        return new OvsdbSettings(database, remotes, tls, false, needed, limits, minBackoff, maxBackoff);
    }

    public OvsdbSettings needing(Map<String, Set<String>> columns) {
        return new OvsdbSettings(database, remotes, tls, leaderOnly, columns, limits, minBackoff, maxBackoff);
    }

    public OvsdbSettings within(WireLimits others) {
        return new OvsdbSettings(database, remotes, tls, leaderOnly, needed, others, minBackoff, maxBackoff);
    }

    public OvsdbSettings backingOff(Duration min, Duration max) {
        return new OvsdbSettings(database, remotes, tls, leaderOnly, needed, limits, min, max);
    }
}
