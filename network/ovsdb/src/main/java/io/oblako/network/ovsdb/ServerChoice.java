package io.oblako.network.ovsdb;

import io.oblako.network.ovsdb.value.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides whether a server will do, by its row in {@code _Server}. Remembers how far each cluster had come, so that a
 * member that lags behind what was already seen is refused. Thread-safe.
 */
final class ServerChoice {

    private final String database;
    private final boolean leaderOnly;
    private final Map<UUID, Long> seen = new HashMap<>();

    ServerChoice(String database, boolean leaderOnly) {
        this.database = database;
        this.leaderOnly = leaderOnly;
    }

    String database() {
        return database;
    }

    /** Why this server will not do; empty when it will. */
    synchronized Optional<String> objection(Optional<Row> row) {
        if (row.isEmpty()) {
            return Optional.of("it has no database " + database);
        }
        Row server = row.get();
        return switch (server.text("model")) {
            case "clustered" -> objectionToMember(server);
            case "relay" -> {
                if (!server.bool("connected").orElse(false)) {
                    yield Optional.of("it is a relay without its source");
                }
                yield leaderOnly ? Optional.of("a relay is never the leader") : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> objectionToMember(Row server) {
        if (!server.bool("connected").orElse(false)) {
            return Optional.of("it has no connection with its cluster");
        }
        if (leaderOnly && !server.bool("leader").orElse(false)) {
            return Optional.of("it is not the leader of its cluster");
        }
        Optional<UUID> cluster = server.has("cid") ? server.reference("cid") : Optional.empty();
        if (cluster.isPresent() && server.has("index")) {
            long index = server.optionalWhole("index").orElse(0);
            long known = seen.getOrDefault(cluster.get(), 0L);
            if (index < known) {
                return Optional.of("it is at entry %d of the log where %d was seen before".formatted(index, known));
            }
            seen.put(cluster.get(), index);
        }
        return Optional.empty();
    }
}
