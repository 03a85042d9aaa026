package io.oblako.network.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.oblako.network.ovsdb.error.ConnectionLostException;
import io.oblako.network.ovsdb.error.OvsdbException;
import io.oblako.network.ovsdb.replica.ReplicaSpec;
import io.oblako.network.ovsdb.replica.ReplicaState;
import io.oblako.network.ovsdb.replica.Snapshot;
import io.oblako.network.ovsdb.schema.DatabaseSchema;
import io.oblako.network.ovsdb.transaction.Condition;
import io.oblako.network.ovsdb.value.Row;
import io.oblako.network.ovsdb.value.Value;
import io.oblako.network.ovsdb.wire.Monitor;
import io.oblako.network.ovsdb.wire.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Follows what a server says of itself in its database {@code _Server}, and leaves it when it is no longer of use.
 *
 * @see <a href="https://docs.openvswitch.org/en/latest/ref/ovsdb-server.5/">ovsdb-server(5)</a>
 */
final class ServerWatch implements Monitor {

    static final String DATABASE = "_Server";
    static final String TABLE = "Database";

    private final ServerChoice choice;
    private final Session session;
    private final ReplicaSpec spec;
    private final ReplicaState state;
    private final CompletableFuture<Optional<String>> first = new CompletableFuture<>();
    private Snapshot snapshot;

    ServerWatch(ServerChoice choice, Session session, DatabaseSchema schema) {
        this.choice = choice;
        this.session = session;
        // Columns were added over time; what is not there is judged as if it did not matter.
        String[] columns = Stream.of("name", "model", "connected", "leader", "cid", "index")
                .filter(schema.columns(TABLE)::containsKey)
                .toArray(String[]::new);
        spec = ReplicaSpec.builder()
                .table(
                        TABLE,
                        row -> row.optionalText("name"),
                        Condition.equal("name", Value.text(choice.database())),
                        columns)
                .build();
        state = new ReplicaState(spec, schema);
        snapshot = ReplicaState.empty(spec);
    }

    /**
     * Begins.
     *
     * @return why the server is of no use, once it has spoken; empty when it is
     */
    CompletableFuture<Optional<String>> begin() {
        session.monitor(DATABASE, "server", spec.monitorRequests(), ReplicaState.NO_TRANSACTION, this);
        return first;
    }

    @Override
    public void initial(JsonNode answer) {
        judge(state.initial(snapshot, answer).snapshot());
    }

    @Override
    public void update(JsonNode params) {
        judge(state.update(snapshot, params).snapshot());
    }

    @Override
    public void refused(OvsdbException cause) {
        first.completeExceptionally(cause);
    }

    private void judge(Snapshot now) {
        snapshot = now;
        Optional<Row> row = now.table(TABLE).byKey(choice.database()).stream().findFirst();
        Optional<String> objection = choice.objection(row);
        if (!first.complete(objection)) {
            objection.ifPresent(reason -> session.close(new ConnectionLostException("The server is left: " + reason)));
        }
    }
}
